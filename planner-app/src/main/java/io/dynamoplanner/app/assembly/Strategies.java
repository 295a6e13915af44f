package io.dynamoplanner.app.assembly;

import io.dynamoplanner.core.budget.BudgetFit;
import io.dynamoplanner.core.budget.DirectionalGuardFit;
import io.dynamoplanner.core.budget.ExactFit;
import io.dynamoplanner.core.budget.FlooringFit;
import io.dynamoplanner.core.budget.RoundingFit;
import io.dynamoplanner.core.budget.SteadyFit;
import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.staging.AllAtOnce;
import io.dynamoplanner.core.staging.ReleaseFirst;
import io.dynamoplanner.core.staging.Staging;
import io.dynamoplanner.data.config.Compatibility;

/**
 * The rules in which the releases of the reference differ from each other and from ours, one named choice each. This is
 * the only place that knows releases; everything after it sees strategies.
 *
 * @param forecast whether the load is forecast at the configured quantile and up to the start-up horizon (ours), or one
 *     window ahead at the point forecast
 * @param idle what a window without requests means
 * @param sizing whose replica arithmetic
 * @param stabilised whether stabilisation window, step limits, direction-change budget and freeze windows are in force
 * @param budget how targets are fitted into the GPUs
 * @param budgetBaseline what counts as the current fleet for step limits and budget
 * @param staging whether releases come before growth
 */
record Strategies(
        ForecastUse forecast,
        IdleRule idle,
        SizingRule sizing,
        boolean stabilised,
        BudgetFit budget,
        Baseline budgetBaseline,
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
        THROUGHPUT
    }

    private static final Strategies OURS = new Strategies(
            ForecastUse.QUANTILE_TO_HORIZON,
            IdleRule.DEMAND_ZERO,
            SizingRule.LATENCY,
            true,
            new SteadyFit(new ExactFit()),
            Baseline.DESIRED,
            new ReleaseFirst());

    static Strategies of(Compatibility compatibility) {
        return switch (compatibility) {
            case NONE -> OURS;
            case V0_6 -> reference(new RoundingFit());
            case V1_0 -> reference(new FlooringFit());
            case V1_6 -> OURS.withBudget(new DirectionalGuardFit(), Baseline.READY);
        };
    }

    private static Strategies reference(BudgetFit budget) {
        return new Strategies(
                ForecastUse.NEXT_POINT,
                IdleRule.SKIP_PLANNING,
                SizingRule.THROUGHPUT,
                false,
                budget,
                Baseline.READY,
                new AllAtOnce());
    }

    private Strategies withBudget(BudgetFit other, Baseline baseline) {
        return new Strategies(forecast, idle, sizing, stabilised, other, baseline, staging);
    }
}
