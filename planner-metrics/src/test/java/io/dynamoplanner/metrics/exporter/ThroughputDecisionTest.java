package io.dynamoplanner.metrics.exporter;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.sizing.Sizing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThroughputDecisionTest {
    private static final Demand LIVE = Demand.of(100, 3000, 150, 60);

    @ParameterizedTest
    @CsvSource({
        "DEMAND, NO_CHANGE",
        "FLOOR, NO_CHANGE",
        "UNKNOWN_READING, UNKNOWN_READING",
        "NOT_READY, MODEL_NOT_READY",
        "INFEASIBLE, TARGET_INFEASIBLE",
        "REJECTED, REJECTED_BY_PLUGIN",
        "STABILISATION, STABILISATION",
        "DIRECTION_CHANGES, DIRECTION_CHANGES",
        "FREEZE, FREEZE",
        "STEP, STEP_LIMIT",
        "GPU_CEILING, GPU_BUDGET_GUARD_HOLD",
        "ROLLOUT, ROLLOUT"
    })
    void whatHoldsIsTold(Binding binding, ThroughputDecision told) {
        assertThat(of(LIVE, role(3, 3, 3, Binding.DEMAND), role(3, 3, 3, binding)))
                .isEqualTo(told);
    }

    @Test
    void aChangeIsToldBeforeWhatHoldsAnotherRole() {
        assertThat(of(LIVE, role(3, 4, 4, Binding.DEMAND), role(3, 3, 3, Binding.STABILISATION)))
                .isEqualTo(ThroughputDecision.SCALE);
    }

    @Test
    void aChangeThatABudgetAskedForIsToldAsSuch() {
        var wish = Target.wish(3, 3, Binding.DEMAND, "test");
        var cut = new RoleDecision(3, new Sizing.NotReady("test"), wish.bound(2, Binding.GPU_CEILING, "test"), 2, 1, 1);

        assertThat(of(LIVE, cut, role(3, 3, 3, Binding.DEMAND))).isEqualTo(ThroughputDecision.GPU_BUDGET_RECONCILE);
    }

    @Test
    void growthThatWaitsIsTold() {
        assertThat(of(LIVE, role(3, 5, 3, Binding.DEMAND), role(3, 3, 3, Binding.DEMAND)))
                .isEqualTo(ThroughputDecision.WAITING_FOR_GPUS);
    }

    @Test
    void withoutADemandThereIsNoTrafficData() {
        assertThat(of(
                        Demand.none(60, "no reading"),
                        role(3, 3, 3, Binding.UNKNOWN_READING),
                        role(3, 3, 3, Binding.UNKNOWN_READING)))
                .isEqualTo(ThroughputDecision.NO_TRAFFIC_DATA);
    }

    private static RoleDecision role(int from, int target, int now, Binding binding) {
        return new RoleDecision(
                from, new Sizing.NotReady("test"), Target.wish(target, target, binding, "test"), now, 1, 1);
    }

    private static ThroughputDecision of(Demand demand, RoleDecision prefill, RoleDecision decode) {
        return ThroughputDecision.of(demand, PerRole.of(PREFILL, prefill, DECODE, decode));
    }
}
