package io.dynamoplanner.core.cycle;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static io.dynamoplanner.core.testing.Traffic.after;
import static io.dynamoplanner.core.testing.Traffic.outage;
import static io.dynamoplanner.core.testing.Traffic.requests;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.testing.Cycles;
import io.dynamoplanner.core.testing.ImpossibleTarget;
import io.dynamoplanner.core.testing.LivePlanner;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What others propose, next to what the demand needs. */
class StandingProposalsTest {
    private static final Instant END = after(2, 0);

    @Test
    void aFloorOfAnOperatorStandsUntilItExpires() {
        LivePlanner planner = Cycles.plain().live(2, 4);
        planner.change(s -> s.hearing(Proposal.atLeast(PREFILL, 6, "launch day", "operator", 1, END)));

        Plan plan = planner.see(0, requests(0, 200));
        assertThat(plan.targets()).isEqualTo(PerRole.of(PREFILL, 6, DECODE, 4));
        assertThat(plan.roles().get(PREFILL).target().reason()).isEqualTo("6 by operator: launch day");
        planner.see(1, requests(1, 200));
        assertThat(planner.replicas(PREFILL)).isEqualTo(6);
        planner.see(2, requests(2, 200));
        assertThat(planner.replicas(PREFILL)).isEqualTo(2);
        assertThat(planner.state().standing()).isEmpty();
    }

    @Test
    void aNewProposalOfTheSameAuthorReplacesTheOldOneForThatRoleOnly() {
        LivePlanner planner = Cycles.plain().live(2, 4);
        planner.change(s -> s.hearing(Proposal.atLeast(PREFILL, 9, "a", "operator", 1, END))
                .hearing(Proposal.atLeast(DECODE, 8, "b", "operator", 1, END))
                .hearing(Proposal.atLeast(PREFILL, 5, "c", "plugin", 1, END))
                .hearing(Proposal.atLeast(PREFILL, 3, "d", "operator", 1, END)));

        assertThat(planner.state().standing()).extracting(Proposal::reason).containsExactly("b", "c", "d");
        assertThat(planner.see(0, requests(0, 200)).targets()).isEqualTo(PerRole.of(PREFILL, 5, DECODE, 8));
    }

    @Test
    void aRejectionFreezesEverythingAndSaysWho() {
        LivePlanner planner = Cycles.plain().floors(3, 3).live(2, 9, GpuGrant.fixed(-1, 11));
        planner.change(s -> s.hearing(
                new Proposal(DECODE, Proposal.Bound.REJECT, 0, "cluster upgrade", "operator", 1, false, END)));

        Plan plan = planner.see(0, requests(0, 900));
        assertThat(plan.effects()).isEmpty();
        assertThat(plan.roles().get(PREFILL).target().binding()).isEqualTo(Binding.REJECTED);
        assertThat(plan.roles().get(PREFILL).target().reason()).isEqualTo("operator: cluster upgrade");
        assertThat(planner.see(2, requests(2, 900)).effects()).isNotEmpty();
    }

    @Test
    void aRejectionDoesNotOutrankTheGpuCeiling() {
        LivePlanner planner = Cycles.plain().live(2, 9, GpuGrant.fixed(-1, 8));
        planner.change(s -> s.hearing(
                new Proposal(DECODE, Proposal.Bound.REJECT, 0, "cluster upgrade", "operator", 1, false, END)));

        Plan plan = planner.see(0, requests(0, 900));

        assertThat(plan.targets().get(PREFILL) + plan.targets().get(DECODE)).isLessThanOrEqualTo(8);
    }

    @Test
    void somebodyElsesCountIsTakenWhenTheDemandGivesNone() {
        LivePlanner planner = Cycles.plain().live(2, 4);
        planner.change(s -> s.hearing(Proposal.exactly(PREFILL, 7, "by hand", "operator", 1, END))
                .hearing(Proposal.exactly(DECODE, 1, "by hand", "operator", 1, END)));

        Plan plan = planner.see(0, outage(0));
        assertThat(plan.targets().get(PREFILL)).isEqualTo(7);
        assertThat(plan.roles().get(PREFILL).target().need()).isEqualTo(7);
        assertThat(plan.targets().get(DECODE)).as("unknown never shrinks").isEqualTo(4);
    }

    @Test
    void aCountThatSomebodyElseDecidedIsNotBlamedOnAnInfeasibleTarget() {
        LivePlanner planner =
                Cycles.plain().sizedBy(new ImpossibleTarget(PREFILL, 100)).live(2, 4);
        planner.change(s -> s.hearing(Proposal.exactly(PREFILL, 7, "by hand", "operator", 1, END)));

        Plan plan = planner.see(0, requests(0, 300));
        assertThat(plan.targets().get(PREFILL)).isEqualTo(7);
        assertThat(plan.roles().get(PREFILL).target().binding()).isEqualTo(Binding.DEMAND);
        assertThat(plan.roles().get(PREFILL).target().reason()).isEqualTo("7 by operator: by hand");
    }

    @Test
    void theDemandOutweighsLessImportantCountsAndYieldsToMoreImportantOnes() {
        LivePlanner planner = Cycles.plain().live(2, 4);
        planner.change(s -> s.hearing(Proposal.exactly(PREFILL, 9, "guess", "plugin", 21, END))
                .hearing(Proposal.exactly(DECODE, 9, "order", "plugin", 19, END)));

        assertThat(planner.see(0, requests(0, 300)).targets()).isEqualTo(PerRole.of(PREFILL, 3, DECODE, 9));
    }

    @Test
    void aGrantIsReplacedAndExpires() {
        LivePlanner planner = Cycles.plain().live(2, 4);
        planner.change(s -> s.granted(new GpuGrant(-1, 8, after(1, 0), "allocator")));

        planner.see(0, requests(0, 500));
        assertThat(planner.replicas(PREFILL) + planner.replicas(DECODE)).isEqualTo(8);
        planner.change(s -> s.granted(new GpuGrant(-1, 100, after(1, 0), "allocator")));
        Plan expired = planner.see(1, requests(1, 900));
        assertThat(planner.replicas(PREFILL) + planner.replicas(DECODE)).isEqualTo(8);
        assertThat(expired.roles().get(DECODE).target().binding()).isEqualTo(Binding.GPU_CEILING);
        planner.see(2, requests(2, 100));
        assertThat(planner.replicas(PREFILL) + planner.replicas(DECODE)).isEqualTo(3);
        planner.see(3, requests(3, 900));
        assertThat(planner.replicas(PREFILL) + planner.replicas(DECODE)).isEqualTo(3);
    }
}
