package io.dynamoplanner.core.testing;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;

import io.dynamoplanner.core.attainment.AttainmentFeedback;
import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.constraint.Constraint;
import io.dynamoplanner.core.constraint.GpuBudget;
import io.dynamoplanner.core.constraint.HoldOnUnknown;
import io.dynamoplanner.core.constraint.ReplicaFloor;
import io.dynamoplanner.core.cycle.Infeasible;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.demand.UnknownPolicy;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.sizing.RoleSizer;
import io.dynamoplanner.core.staging.ReleaseFirst;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Planning cycles of a prefill role that takes 100 requests per window and replica and a decode role that takes 50. What
 * a test does not name is as plain as can be: the last value as forecast, no stabilisation, no correction.
 */
public record Cycles(
        PredictorFamily predictors,
        Map<Signal, UnknownPolicy> unknown,
        PerRole<RoleSizer> sizers,
        PerRole<Integer> floors,
        List<Constraint> steadying,
        Infeasible infeasible,
        boolean corrected,
        boolean heldOnUnknown) {
    public static final GpuGrant NO_LIMIT = GpuGrant.fixed(-1, -1);
    public static final Duration SETTLE = Duration.ofSeconds(10);

    public static Cycles plain() {
        return new Cycles(
                LastValuePredictor.family(0),
                Map.of(),
                PerRole.of(PREFILL, new RequestsPerReplica(PREFILL, 100), DECODE, new RequestsPerReplica(DECODE, 50)),
                PerRole.of(PREFILL, 1, DECODE, 1),
                List.of(),
                Infeasible.HOLD,
                false,
                true);
    }

    public Cycles forecastBy(PredictorFamily other) {
        return new Cycles(other, unknown, sizers, floors, steadying, infeasible, corrected, heldOnUnknown);
    }

    public Cycles unknown(Signal signal, UnknownPolicy policy) {
        return new Cycles(
                predictors, Map.of(signal, policy), sizers, floors, steadying, infeasible, corrected, heldOnUnknown);
    }

    public Cycles sizedBy(RoleSizer prefill) {
        return new Cycles(
                predictors,
                unknown,
                sizers.with(PREFILL, prefill),
                floors,
                steadying,
                infeasible,
                corrected,
                heldOnUnknown);
    }

    public Cycles floors(int prefill, int decode) {
        return new Cycles(
                predictors,
                unknown,
                sizers,
                PerRole.of(PREFILL, prefill, DECODE, decode),
                steadying,
                infeasible,
                corrected,
                heldOnUnknown);
    }

    public Cycles steadiedBy(Constraint... constraints) {
        return new Cycles(
                predictors, unknown, sizers, floors, List.of(constraints), infeasible, corrected, heldOnUnknown);
    }

    public Cycles whenInfeasible(Infeasible rule) {
        return new Cycles(predictors, unknown, sizers, floors, steadying, rule, corrected, heldOnUnknown);
    }

    public Cycles withCorrection() {
        return new Cycles(predictors, unknown, sizers, floors, steadying, infeasible, true, heldOnUnknown);
    }

    public Cycles withoutHoldOnUnknown() {
        return new Cycles(predictors, unknown, sizers, floors, steadying, infeasible, corrected, false);
    }

    public PlanningCycle build() {
        var constraints = new ArrayList<Constraint>();
        if (heldOnUnknown) {
            constraints.add(new HoldOnUnknown());
        }
        constraints.addAll(steadying);
        constraints.add(new ReplicaFloor(floors));
        constraints.add(new GpuBudget(new TrimmingFit(), floors, Baseline.DESIRED));
        return new PlanningCycle(
                new DemandForecaster(
                        Traffic.GRID,
                        predictors,
                        new DemandForecaster.Settings(Duration.ZERO, Quantile.POINT, IdleRule.DEMAND_ZERO, unknown)),
                sizers,
                corrected ? new CompoundingRatio() : new NoRatio(),
                constraints,
                new ReleaseFirst(),
                new PlanningCycle.Rules(infeasible, SETTLE, Duration.ofHours(1), AttainmentFeedback.none()));
    }

    public LivePlanner live(int prefill, int decode) {
        return live(prefill, decode, NO_LIMIT);
    }

    public LivePlanner live(int prefill, int decode, GpuGrant grant) {
        PlanningCycle cycle = build();
        return new LivePlanner(cycle, cycle.fresh(grant), PerRole.of(PREFILL, prefill, DECODE, decode));
    }
}
