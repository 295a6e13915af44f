package io.dynamoplanner.core.constraint;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.budget.BudgetFit;
import io.dynamoplanner.core.budget.BudgetNote;
import io.dynamoplanner.core.budget.BudgetRequest;
import io.dynamoplanner.core.budget.BudgetResult;
import io.dynamoplanner.core.budget.ExactFit;
import io.dynamoplanner.core.budget.SteadyFit;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.testing.TrimmingFit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GpuBudgetTest {
    private static final Instant NOW = Traffic.after(10, 5);
    private static final PerRole<Integer> FLOORS = PerRole.of(PREFILL, 1);
    private static final PerRole<RoleFleet> FLEET = PerRole.of(
            PREFILL,
            new RoleFleet(3, 2, 1, 0, OptionalInt.of(1), RoleFleet.Rollout.SCALING),
            DECODE,
            new RoleFleet(2, 2, 0, 1, OptionalInt.of(4), RoleFleet.Rollout.SCALING));
    private final GpuBudget budget = new GpuBudget(new TrimmingFit(), FLOORS, Baseline.DESIRED);

    @Test
    void targetsThatFitAreLeftAlone() {
        PerRole<Target> targets = targets(4, 3);

        assertThat(budget.apply(targets, situation(GpuGrant.fixed(-1, 16), FLEET)))
                .isEqualTo(targets);
    }

    @Test
    void aRoleThatIsHeldIsNotTradedForTheGrowthOfAnother() {
        var fleet = PerRole.of(PREFILL, RoleFleet.settled(4, 1), DECODE, RoleFleet.settled(4, 1));
        var exact = new GpuBudget(new SteadyFit(new ExactFit()), FLOORS, Baseline.DESIRED);
        Target growth = Target.wish(7, 7, Binding.DEMAND, "wish");
        Target held = Target.wish(1, 1, Binding.DEMAND, "wish").bound(4, Binding.UNKNOWN_READING, "held");

        PerRole<Target> fitted =
                exact.apply(PerRole.of(PREFILL, held, DECODE, growth), situation(GpuGrant.fixed(-1, 8), fleet));

        assertThat(fitted.map((role, target) -> target.replicas())).isEqualTo(PerRole.of(PREFILL, 4, DECODE, 4));
    }

    @Test
    void targetsThatDoNotFitAreCutAndTheReasonSaysSo() {
        PerRole<Target> cut = budget.apply(targets(2, 6), situation(GpuGrant.fixed(-1, 16), FLEET));

        assertThat(cut.get(PREFILL).binding()).isEqualTo(Binding.DEMAND);
        assertThat(cut.get(DECODE).replicas()).isEqualTo(3);
        assertThat(cut.get(DECODE).binding()).isEqualTo(Binding.GPU_CEILING);
        assertThat(cut.get(DECODE).reason()).startsWith("3 of 6 fit into 16 GPUs");
        assertThat(cut.get(DECODE).wished()).isEqualTo(6);
    }

    @Test
    void withoutFloorAndCeilingTheBudgetRuleIsNotAsked() {
        BudgetFit never = new BudgetFit() {
            @Override
            public String name() {
                return "never";
            }

            @Override
            public BudgetResult fit(BudgetRequest request) {
                throw new AssertionError("asked without a budget");
            }
        };
        PerRole<Target> targets = targets(99, 99);

        assertThat(new GpuBudget(never, FLOORS, Baseline.DESIRED)
                        .apply(targets, situation(GpuGrant.fixed(-1, -1), FLEET)))
                .isEqualTo(targets);
    }

    @Test
    void theRuleSeesFleetTargetsWidthsFloorsNeedAndGrant() {
        assertThat(asked(Baseline.DESIRED, GpuGrant.fixed(2, 16)))
                .isEqualTo(new BudgetRequest(
                        PerRole.of(PREFILL, 3, DECODE, 2),
                        PerRole.of(PREFILL, 4, DECODE, 6),
                        PerRole.of(PREFILL, 1, DECODE, 4),
                        PerRole.of(PREFILL, 1, DECODE, 0),
                        PerRole.of(PREFILL, 3.5, DECODE, 5.5),
                        2,
                        16));
        assertThat(asked(Baseline.READY, GpuGrant.fixed(2, 16)).current()).isEqualTo(PerRole.of(PREFILL, 2, DECODE, 2));
        assertThat(asked(Baseline.DESIRED, GpuGrant.fixed(0, -1)).gpuCeiling()).isEqualTo(-1);
        assertThat(asked(Baseline.DESIRED, GpuGrant.fixed(0, -1)).gpuFloor()).isZero();
        assertThat(asked(Baseline.DESIRED, GpuGrant.fixed(-1, 0)).gpuFloor()).isEqualTo(-1);
    }

    @Test
    void afterAGrantHasExpiredWhatIsHeldIsTheCeilingAndNoFloorIsAboveIt() {
        BudgetRequest request = asked(Baseline.DESIRED, new GpuGrant(20, 32, NOW, "allocator"));

        assertThat(request.gpuCeiling()).isEqualTo(3 + (2 + 1) * 4);
        assertThat(request.gpuFloor()).isEqualTo(15);
        assertThat(asked(Baseline.DESIRED, new GpuGrant(20, 32, NOW.plusNanos(1), "allocator"))
                        .gpuFloor())
                .isEqualTo(20);
    }

    @Test
    void aRuleThatRaisesATargetForTheFloorIsExplained() {
        BudgetFit raising = new BudgetFit() {
            @Override
            public String name() {
                return "raising";
            }

            @Override
            public BudgetResult fit(BudgetRequest request) {
                return new BudgetResult(request.wanted().with(PREFILL, 8), Optional.of(BudgetNote.FLOOR_HELD));
            }
        };

        Target raised = new GpuBudget(raising, FLOORS, Baseline.DESIRED)
                .apply(targets(1, 1), situation(GpuGrant.fixed(12, 32), FLEET))
                .get(PREFILL);

        assertThat(raised.replicas()).isEqualTo(8);
        assertThat(raised.reason())
                .isEqualTo("raised to 8 for the GPU floor of 12 and the budget rule (gpu_budget_floor_held)");
    }

    @Test
    void aRoleOfUnknownWidthForbidsGrowthUnderABudgetButNotShrinking() {
        PerRole<RoleFleet> blind =
                FLEET.with(DECODE, new RoleFleet(2, 2, 0, 0, OptionalInt.empty(), RoleFleet.Rollout.SETTLED));

        PerRole<Target> held = budget.apply(targets(4, 1), situation(GpuGrant.fixed(-1, 16), blind));

        assertThat(held.get(PREFILL).replicas()).isEqualTo(3);
        assertThat(held.get(PREFILL).binding()).isEqualTo(Binding.GPU_CEILING);
        assertThat(held.get(PREFILL).reason()).contains("unknown");
        assertThat(held.get(DECODE).replicas()).isEqualTo(1);
        PerRole<Target> same = targets(3, 2);
        assertThat(budget.apply(same, situation(GpuGrant.fixed(-1, 16), blind))).isEqualTo(same);
    }

    @Test
    void aRoleWithoutGpusIsNoRoleOfUnknownWidth() {
        PerRole<RoleFleet> onCpus = FLEET.with(PREFILL, RoleFleet.settled(3, 0));

        assertThat(budget.apply(targets(9, 4), situation(GpuGrant.fixed(-1, 16), onCpus)))
                .isEqualTo(targets(9, 4));
    }

    @Test
    void aRoleThatIsNotPlannedIsNoBusinessOfTheBudgetRule() {
        PerRole<RoleFleet> more = FLEET.with(Role.AGGREGATED, RoleFleet.settled(1, 1));

        assertThat(budget.apply(targets(4, 3), situation(GpuGrant.fixed(-1, 16), more)))
                .isEqualTo(targets(4, 3));
    }

    @Test
    void heldGpusCountDrainingReplicasAndDoNotOverflow() {
        assertThat(situation(GpuGrant.fixed(-1, -1), FLEET).heldGpus()).isEqualTo(15);
        var many = new RoleFleet(2_000_000_000, 0, 0, 0, OptionalInt.of(8), RoleFleet.Rollout.SCALING);
        assertThat(situation(GpuGrant.fixed(-1, -1), FLEET.with(DECODE, many)).heldGpus())
                .isEqualTo(Integer.MAX_VALUE);
    }

    private static BudgetRequest asked(Baseline baseline, GpuGrant grant) {
        List<BudgetRequest> requests = new ArrayList<>();
        BudgetFit recording = new BudgetFit() {
            @Override
            public String name() {
                return "recording";
            }

            @Override
            public BudgetResult fit(BudgetRequest request) {
                requests.add(request);
                return new BudgetResult(request.wanted(), Optional.empty());
            }
        };
        new GpuBudget(recording, FLOORS, baseline).apply(targets(4, 6), situation(grant, FLEET));
        return requests.get(0);
    }

    private static PerRole<Target> targets(int prefill, int decode) {
        return PerRole.of(
                PREFILL,
                Target.wish(prefill, prefill - 0.5, Binding.DEMAND, "wish"),
                DECODE,
                Target.wish(decode, decode - 0.5, Binding.DEMAND, "wish"));
    }

    private static Situation situation(GpuGrant grant, PerRole<RoleFleet> fleet) {
        return new Situation(new Fleet(fleet), Demand.of(1, 1, 1, 60), PerRole.empty(), grant, 10, NOW);
    }
}
