package io.dynamoplanner.k8s.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What several looks tell, one after the other. */
class FleetOverTimeTest {
    private final FleetWatch watch = new FleetWatch();

    @Test
    void podsThatNobodyAccountsForAreSaidAndCountedButNotWaitedForForEver() {
        Scene scene = Scene.decode(2).all(2).pods(3, false);
        watch.look(scene);
        watch.minutesLater(10);

        RoleFleet fleet = watch.look(scene);

        assertThat(fleet.rollout()).isEqualTo(Rollout.SETTLED);
        assertThat(fleet.holding()).isEqualTo(3);
        assertThat(watch.codes()).containsExactly("pods-unaccounted");
    }

    @Test
    void aChangeWithoutProgressIsStuck() {
        Scene scene = Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2));
        watch.look(scene);
        watch.minutesLater(9);
        assertThat(watch.look(scene).rollout()).isEqualTo(Rollout.SCALING);
        watch.minutesLater(1);

        assertThat(watch.look(scene).rollout()).isEqualTo(Rollout.STUCK);
        assertThat(watch.codes()).containsExactly("rollout-stuck");
        assertThat(watch.findings().get(0).what())
                .isEqualTo(
                        "no progress since 2026-11-21T07:00:00Z: of 4 replicas 4 exist, 4 are up to date and 2 serve");
        assertThat(watch.evidence().unsettledSince()).contains(FleetWatch.START);
    }

    @Test
    void progressGivesMoreTime() {
        watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 1, 1)));
        watch.minutesLater(9);
        watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2)));
        watch.minutesLater(9);

        assertThat(watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2)))
                        .rollout())
                .isEqualTo(Rollout.SCALING);
        assertThat(watch.evidence().unsettledSince()).contains(FleetWatch.START);
        assertThat(watch.evidence().progressAt()).contains(FleetWatch.START.plus(Duration.ofMinutes(9)));
    }

    @Test
    void anEngineThatStartsAndDiesInTurnMakesNoProgress() {
        RoleFleet fleet = watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 3, 3)));
        for (int i = 0; i < 10; i++) {
            watch.minutesLater(1);
            fleet = watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 2 + i % 2, 2 + i % 2)));
        }

        assertThat(fleet.rollout()).isEqualTo(Rollout.STUCK);
    }

    @Test
    void askingForAnotherCountDoesNotFreeAStuckRole() {
        watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2)));
        watch.minutesLater(10);
        watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2)));

        assertThat(watch.look(Scene.decode(3).status("decode", Scene.counts(4, 4, 2, 2)))
                        .rollout())
                .isEqualTo(Rollout.STUCK);
        assertThat(watch.look(Scene.decode(2).status("decode", Scene.counts(4, 4, 2, 2)))
                        .rollout())
                .isEqualTo(Rollout.STUCK);
        assertThat(watch.look(Scene.decode(2).status("decode", Scene.counts(3, 3, 2, 2)))
                        .rollout())
                .as("what did not come up is going")
                .isEqualTo(Rollout.SCALING);
        assertThat(watch.look(Scene.decode(2).all(2)).rollout()).isEqualTo(Rollout.SETTLED);
        assertThat(watch.memory().unsettled()).isEmpty();
    }

    @Test
    void progressCountsEvenIfAnotherCountIsAskedForAtTheSameTime() {
        watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2)));
        watch.minutesLater(9);
        watch.look(Scene.decode(8).status("decode", Scene.counts(4, 4, 3, 3)));
        watch.minutesLater(9);

        assertThat(watch.look(Scene.decode(8).status("decode", Scene.counts(8, 8, 3, 3)))
                        .rollout())
                .isEqualTo(Rollout.SCALING);
    }

    @Test
    void theLastSizeThatWasGoodIsRemembered() {
        watch.look(Scene.decode(2).all(2));
        watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2)));
        watch.look(Scene.decode(4));

        assertThat(watch.evidence().lastSettled()).hasValue(2);
    }

    @Test
    void anotherComponentInTheRoleStartsAfresh() {
        Scene scene = Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2));
        watch.look(scene);
        watch.minutesLater(10);
        scene.with(Scene.component("other", "decode", 4)).status("other", Scene.counts(4, 4, 2, 2));

        assertThat(watch.look(scene, "other").rollout()).isEqualTo(Rollout.SCALING);
    }

    @Test
    void aReportOfTheUpdateThatNeverSettlesIsDrift() {
        Scene scene = Scene.decode(2).status("decode", Scene.counts(2, 1, 2, 2)).pods(2, false);
        assertThat(watch.look(scene).rollout()).isEqualTo(Rollout.UPDATING);
        watch.minutesLater(10);

        assertThat(watch.look(scene).rollout()).as("may shrink").isEqualTo(Rollout.STUCK);
        assertThat(watch.codes()).containsExactly("status-drift");
    }

    @Test
    void whileOldPodsRunItIsNoDrift() {
        Scene scene = Scene.decode(2).status("decode", Scene.counts(2, 1, 2, 2)).pods(1, false);
        scene.annotations.put("nvidia.com/current-worker-hash", "new");
        scene.pods.add(new PodState("old", "decode", "Running", true, false, "old", false));
        watch.look(scene);
        watch.minutesLater(10);
        watch.look(scene);

        assertThat(watch.codes()).containsExactly("rollout-stuck");
    }

    @Test
    void replicasWithoutANodeAreSaidAfterAWhile() {
        Scene scene =
                Scene.decode(6).status("decode", Scene.status("PodClique", null, 6, 6, 2, null, 4, null, null, null));
        watch.look(scene);
        assertThat(watch.codes()).isEmpty();
        assertThat(watch.evidence().waiting()).isEqualTo(2);
        watch.minutesLater(2);

        watch.look(scene);

        assertThat(watch.codes()).containsExactly("no-capacity");
        assertThat(watch.findings().get(0).what())
                .isEqualTo("2 of its replicas have found no node since 2026-11-21T07:00:00Z");
    }

    @Test
    void whereTheOperatorDoesNotCountThemPodsTellWhatHasNoNode() {
        Scene scene = new Scene()
                .with(Scene.wide("decode", "decode", 2, 2, OptionalInt.of(8)))
                .status("decode", Scene.counts(2, 2, 1, 1))
                .pods(2, false);
        for (int i = 0; i < 2; i++) {
            scene.pods.add(new PodState("waits-" + i, "decode", "Pending", false, false, "", true));
        }
        watch.look(scene);
        watch.minutesLater(2);
        watch.look(scene);

        assertThat(watch.evidence().waiting()).isOne();
        assertThat(watch.codes()).containsExactly("no-capacity");

        scene.pods.clear();
        watch.look(scene.pods(4, false));
        assertThat(watch.codes()).isEmpty();
        assertThat(watch.memory().waitingSince()).isEmpty();
    }

    @Test
    void whileCountsAreMissingTheLastOnesStand() {
        watch.look(Scene.decode(4).status("decode", Scene.counts(4, 4, 3, 3)));

        RoleFleet fleet = watch.look(Scene.decode(4).pods(5, false));

        assertThat(fleet).isEqualTo(new RoleFleet(4, 3, 2, 0, OptionalInt.of(1), Rollout.UNKNOWN));
    }

    @Test
    void aTimeOfMissingCountsIsNoProgress() {
        Scene scene = Scene.decode(4).status("decode", Scene.counts(4, 4, 2, 2));
        watch.look(scene);
        watch.minutesLater(6);
        watch.look(Scene.decode(4));
        watch.minutesLater(6);

        assertThat(watch.look(scene).rollout()).isEqualTo(Rollout.STUCK);
    }
}
