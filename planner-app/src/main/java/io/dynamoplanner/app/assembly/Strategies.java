package io.dynamoplanner.app.assembly;

import io.dynamoplanner.core.budget.BudgetFit;
import io.dynamoplanner.core.budget.DirectionalGuardFit;
import io.dynamoplanner.core.budget.ExactFit;
import io.dynamoplanner.core.budget.FlooringFit;
import io.dynamoplanner.core.budget.ProportionalFit;
import io.dynamoplanner.core.budget.RoundingFit;
import io.dynamoplanner.core.budget.SteadyFit;
import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.staging.AllAtOnce;
import io.dynamoplanner.core.staging.ReleaseFirst;
import io.dynamoplanner.core.staging.Staging;
import io.dynamoplanner.data.config.CapacityModel;
import io.dynamoplanner.data.config.Compatibility;

/**
 * The rules in which the releases of the reference differ from each other and from ours, one named choice each. This is
 * the only place that knows releases; everything after it sees strategies.
 *
 * @param forecast whether the load is forecast at the configured quantile and up to the start-up horizon (ours), or one
 *     window ahead at the point forecast
 * @param idle what a window without requests means
 * @param sizing whose replica arithmetic
 * @param pace what limits how fast a role changes
 * @param budget how targets are fitted into the GPUs
 * @param budgetBaseline what counts as the current fleet for step limits and budget
 * @param starts what a fleet may do while replicas start
 * @param staging whether releases come before growth
 */
record Strategies(
        ForecastUse forecast,
        IdleRule idle,
        SizingRule sizing,
        Pace pace,
        BudgetFit budget,
        Baseline budgetBaseline,
        WhileStarting starts,
        Staging staging) {

    /** How the forecast of the load is used. */
    enum ForecastUse {
        QUANTILE_TO_HORIZON,
        NEXT_POINT
    }

    /** How replicas are counted. */
    enum SizingRule {
        /** Waiting inside the TTFT target, requests in flight inside the ITL target, bounded and damped corrections. */
        LATENCY,
        /** Throughput of one engine, corrections of the last window. */
        THROUGHPUT,
        /** Requests per second of one engine, from straight lines through its pass times; all roles or none. */
        FIRST_CAPACITY,
        /** The same from bent lines and a search over batches. */
        CAPACITY
    }

    /** What limits how fast a role changes. */
    enum Pace {
        /** Stabilisation window, direction-change budget, freeze windows and step limits. */
        STABILISED,
        /** Step limits. */
        STEPS,
        UNLIMITED
    }

    /** What a fleet may do while replicas start. */
    enum WhileStarting {
        /** What it may do at any time. */
        SCALE,
        /** Shrink to no more than serves. */
        REDUCE_ONLY
    }

    private static final Strategies OURS = new Strategies(
            ForecastUse.QUANTILE_TO_HORIZON,
            IdleRule.DEMAND_ZERO,
            SizingRule.LATENCY,
            Pace.STABILISED,
            new SteadyFit(new ExactFit()),
            Baseline.DESIRED,
            WhileStarting.SCALE,
            new ReleaseFirst());

    /** A release that counts by forward passes lends its budget only where the profile is to be counted by instead. */
    static Strategies of(Compatibility compatibility, CapacityModel capacity) {
        Strategies release = of(compatibility);
        return compatibility.capacityModel() == CapacityModel.FORWARD_PASS && capacity == CapacityModel.PROFILE
                ? OURS.withBudget(release.budget(), release.budgetBaseline())
                : release;
    }

    private static Strategies of(Compatibility compatibility) {
        return switch (compatibility) {
            case NONE -> OURS;
            case V0_6 -> byProfile(new RoundingFit());
            case V1_0 -> byProfile(new FlooringFit());
            case V1_1 -> byCapacity(SizingRule.FIRST_CAPACITY, Pace.UNLIMITED, new FlooringFit());
            case V1_5 -> byCapacity(SizingRule.CAPACITY, Pace.UNLIMITED, new ProportionalFit());
            case V1_6 ->
                byCapacity(SizingRule.CAPACITY, Pace.STEPS, new DirectionalGuardFit())
                        .withStarts(WhileStarting.REDUCE_ONLY);
        };
    }

    private static Strategies byProfile(BudgetFit budget) {
        return new Strategies(
                ForecastUse.NEXT_POINT,
                IdleRule.SKIP_PLANNING,
                SizingRule.THROUGHPUT,
                Pace.UNLIMITED,
                budget,
                Baseline.READY,
                WhileStarting.SCALE,
                new AllAtOnce());
    }

    private static Strategies byCapacity(SizingRule sizing, Pace pace, BudgetFit budget) {
        return new Strategies(
                ForecastUse.NEXT_POINT,
                IdleRule.REPEAT_LENGTHS,
                sizing,
                pace,
                budget,
                Baseline.READY,
                WhileStarting.SCALE,
                new AllAtOnce());
    }

    private Strategies withBudget(BudgetFit other, Baseline baseline) {
        return new Strategies(forecast, idle, sizing, pace, other, baseline, starts, staging);
    }

    private Strategies withStarts(WhileStarting other) {
        return new Strategies(forecast, idle, sizing, pace, budget, budgetBaseline, other, staging);
    }
}
