package io.dynamoplanner.k8s.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one look tells. */
class FleetReaderTest {
    private final FleetWatch watch = new FleetWatch();

    @ParameterizedTest(name = "desired {0}: {1} exist, {2} updated, {3} ready, {4} available: {5} serve, {6}")
    @CsvSource({
        "2, 2, 2, 2, 2, 2, SETTLED",
        "4, 4, 4, 4, , 4, SETTLED",
        "4, 4, 4, 2, 2, 2, SCALING",
        "2, 4, 2, 4, 4, 4, UPDATING",
        "2, 4, 4, 4, 4, 4, SCALING",
        "4, 4, 2, 4, 4, 4, UPDATING",
        "2, 2, 2, 2, 0, 0, SCALING",
        "0, 0, 0, 2, 0, 0, SETTLED",
        "2, 3, 2, 2, 2, 2, SCALING",
        "4, 4, 2, 2, , 2, SCALING",
        "2, , , , , 0, UNKNOWN",
        "2, 2, , 2, 2, 0, UNKNOWN",
        "2, 2, 2, , , 0, UNKNOWN",
        "0, , , , , 0, UNKNOWN",
    })
    void countsAndState(
            int desired,
            Integer replicas,
            Integer updated,
            Integer ready,
            Integer available,
            int serving,
            Rollout rollout) {
        RoleFleet fleet =
                watch.look(Scene.decode(desired).status("decode", Scene.counts(replicas, updated, ready, available)));

        assertThat(fleet.rollout()).isEqualTo(rollout);
        assertThat(fleet.ready()).isEqualTo(serving);
        assertThat(fleet.desired()).isEqualTo(desired);
        assertThat(watch.evidence().why().isEmpty()).isEqualTo(rollout == Rollout.SETTLED);
    }

    @Test
    void aComponentThatIsNotReportedIsUnknown() {
        assertThat(watch.look(Scene.decode(2)).rollout()).isEqualTo(Rollout.UNKNOWN);
        assertThat(watch.codes()).containsExactly("counts-unknown");
    }

    @Test
    void inTheStaleWindowAReadyOfTheOldGenerationIsNotBelieved() {
        // The counts happen to fit already; nobody has seen the new generation yet.
        RoleFleet fleet = watch.look(Scene.decode(4).all(4).observed(4).ready(true, "All resources are ready"));

        assertThat(fleet.rollout()).isEqualTo(Rollout.SCALING);
        assertThat(watch.evidence().why()).startsWith("generation 5 of the graph has not been observed yet");
    }

    @Test
    void atZeroAReadyOfTheNewGenerationIsNotBelievedBeforeTheCountsHaveMoved() {
        RoleFleet fleet = watch.look(Scene.decode(0).all(3).ready(true, "All resources are ready"));

        assertThat(fleet.rollout()).isEqualTo(Rollout.SCALING);
        assertThat(fleet.holding()).isEqualTo(3);
    }

    @Test
    void whereNobodySaysWhatWasObservedNothingIsSettled() {
        Scene scene = Scene.decode(2).all(2);
        scene.observed = OptionalLong.empty();

        assertThat(watch.look(scene).rollout()).isEqualTo(Rollout.SCALING);
    }

    @Test
    void theAdapterSaysWhatIsDesired() {
        Scene scene =
                new Scene().with(Scene.owned("decode", "decode", 1)).all(1).adapter("decode", 4);

        RoleFleet fleet = watch.look(scene);

        assertThat(fleet.desired()).isEqualTo(4);
        assertThat(fleet.rollout()).isEqualTo(Rollout.SCALING);
        assertThat(watch.evidence().why()).isEqualTo("the adapter asks for 4 replicas, the graph still for 1");
    }

    @Test
    void anAdapterThatOwnsNothingIsNotAsked() {
        assertThat(watch.look(Scene.decode(1).all(1).adapter("decode", 4)).desired())
                .isOne();
    }

    @Test
    void anOwnedComponentWithoutItsAdapterDesiresWhatTheGraphSays() {
        assertThat(watch.look(new Scene()
                                .with(Scene.owned("decode", "decode", 3))
                                .all(3))
                        .desired())
                .isEqualTo(3);
    }

    @Test
    void whatTheGraphAsksForBeyondItsAdapterIsHeldAlready() {
        // Somebody wrote past the adapter. The operator starts two more before the adapter takes them back.
        Scene scene =
                new Scene().with(Scene.owned("decode", "decode", 4)).all(2).adapter("decode", 2);

        RoleFleet fleet = watch.look(scene);

        assertThat(fleet.rollout()).isEqualTo(Rollout.SCALING);
        assertThat(fleet.holding()).isEqualTo(4);
    }

    @Test
    void terminatingPodsHoldTheirGpusUntilTheyAreGone() {
        RoleFleet fleet = watch.look(Scene.decode(2).all(2).pods(2, false).pods(1, true));

        assertThat(fleet.terminating()).isOne();
        assertThat(fleet.holding()).isEqualTo(3);
        assertThat(fleet.rollout()).isEqualTo(Rollout.SCALING);
        assertThat(watch.evidence().why()).isEqualTo("pods still terminate: 1");

        assertThat(watch.look(Scene.decode(2).all(2).pods(2, false)).rollout()).isEqualTo(Rollout.SETTLED);
    }

    @Test
    void podsThatHaveEndedHoldNothing() {
        Scene scene = Scene.decode(1).all(1).pods(1, false);
        scene.pods.add(new PodState("done", "decode", "Failed", false, true, "", false));
        scene.pods.add(new PodState("other", "prefill", "Running", true, false, "", false));

        assertThat(watch.look(scene)).isEqualTo(RoleFleet.settled(1, 1));
    }

    @ParameterizedTest(name = "{0} pods and {1} terminating on {2} nodes each hold {3}")
    @CsvSource({"4,2,2,3", "3,1,2,3", "0,1,4,1", "5,0,4,2", "8,8,4,4"})
    void aReplicaInPartCountsAsAWholeOne(int pods, int terminating, int nodes, int holding) {
        Scene scene = new Scene()
                .with(Scene.wide("decode", "decode", 1, nodes, OptionalInt.of(8)))
                .all(1)
                .pods(pods, false)
                .pods(terminating, true);

        RoleFleet fleet = watch.look(scene);

        assertThat(fleet.holding()).isEqualTo(Math.max(holding, 1 + fleet.terminating()));
        assertThat(fleet.gpusPerReplica()).hasValue(8 * nodes);
    }

    @Test
    void podsThatAreStillThereCountEvenIfTheOperatorCountsThemNoLonger() {
        RoleFleet fleet = watch.look(Scene.decode(2).all(2).pods(4, false));

        assertThat(fleet.holding()).isEqualTo(4);
        assertThat(fleet.rollout()).isEqualTo(Rollout.SCALING);
    }

    @Test
    void podsThatAreNoReplicasAreNotCountedAsSuch() {
        Component plain = Scene.component("decode", "decode", 1);
        Scene scene = new Scene()
                .with(new Component(
                        "decode",
                        "decode",
                        1,
                        true,
                        false,
                        plain.minAvailable(),
                        1,
                        plain.gpusPerPod(),
                        plain.model(),
                        plain.endpoint(),
                        false,
                        true))
                .all(1)
                .pods(3, false);

        assertThat(watch.look(scene)).isEqualTo(RoleFleet.settled(1, 1));
    }

    @Test
    void aRollingUpdateHoldsItsSurge() {
        RoleFleet fleet = watch.look(
                Scene.decode(2).status("decode", Scene.counts(3, 1, 2, 2)).phase("InProgress"));

        assertThat(fleet).isEqualTo(new RoleFleet(2, 2, 1, 0, OptionalInt.of(1), Rollout.UPDATING));
        assertThat(fleet.holding()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"Pending,UPDATING", "InProgress,UPDATING", "Something,UPDATING", "Failed,STUCK", "Completed,SETTLED"})
    void phasesOfARollingUpdate(String phase, Rollout rollout) {
        assertThat(watch.look(Scene.decode(2).all(2).phase(phase)).rollout()).isEqualTo(rollout);
    }

    @Test
    void aRollingUpdateThatFailedIsSaid() {
        watch.look(Scene.decode(2).all(2).phase("Failed"));

        assertThat(watch.findings())
                .extracting(Finding::what)
                .containsExactly("DGD 'chat' rollingUpdate.phase is Failed");
    }

    @Test
    void aRestartOfTheComponentIsAnUpdate() {
        Scene scene = Scene.decode(2).all(2);
        scene.restarting = Set.of("decode");
        assertThat(watch.look(scene).rollout()).isEqualTo(Rollout.UPDATING);

        scene.restarting = Set.of("prefill");
        assertThat(watch.look(scene).rollout()).isEqualTo(Rollout.SETTLED);
    }

    @Test
    void rightAfterAChangeOnlyTheMessageSaysThatTheCountsAreOld() {
        RoleFleet fleet = watch.look(
                Scene.decode(2)
                        .all(2)
                        .ready(
                                false,
                                "Resources not ready: chat-decode-abc: spec not yet processed: generation=4, observedGeneration=3"));

        assertThat(fleet.rollout()).isEqualTo(Rollout.SCALING);
        assertThat(watch.evidence().why()).isEqualTo("the operator says that chat-decode-abc is not ready");
    }

    @ParameterizedTest
    @CsvSource({
        "Resources not ready: chat-frontend: Available condition not true",
        "Resources not ready: chat-decode-abc-2: Available condition not true",
        "Resources not ready: other.chat-decode-abc: Available condition not true"
    })
    void anotherComponentThatIsNotReadyDoesNotMatter(String message) {
        assertThat(watch.look(Scene.decode(2).all(2).ready(false, message)).rollout())
                .isEqualTo(Rollout.SETTLED);
    }

    @Test
    void anUnknownWidthStaysUnknown() {
        RoleFleet fleet = watch.look(new Scene()
                .with(Scene.wide("decode", "decode", 1, 1, OptionalInt.empty()))
                .all(1));

        assertThat(fleet.gpusPerReplica()).isEmpty();
        assertThat(watch.codes()).containsExactly("gpu-width-unknown");
    }
}
