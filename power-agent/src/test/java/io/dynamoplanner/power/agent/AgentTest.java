package io.dynamoplanner.power.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.agent.AgentSettings.Shutdown;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.device.DeviceError;
import io.dynamoplanner.power.device.DeviceError.Kind;
import io.dynamoplanner.power.kube.StatusBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes of the agent on a node of memory, whose boards take 200 to 700 W and have 700 W by default. */
class AgentTest {
    private static final DeviceError LOST = new DeviceError(Kind.LOST, "read", 15, "fallen off the bus");
    private static final DeviceError DENIED = new DeviceError(Kind.NO_PERMISSION, "set", 4, "no permission");

    @TempDir
    private Path folder;

    private Node node;

    @BeforeEach
    void boards() {
        node = new Node(folder, 2);
    }

    /** The agent is told to stop before it begins, so it only gives back what it owns. */
    private static void end(Agent agent) {
        agent.stop();
        assertThat(agent.run()).isEqualTo(Agent.End.STOPPED);
    }

    @Test
    void aBoardFollowsItsPodAndTheOthersAreLeftAlone() {
        Agent agent = node.pod("a", "480", 0).stranger("b", 1).agent();

        agent.pass();
        assertThat(node.watts(0)).isEqualTo(480);
        node.annotate("a", "300");
        agent.pass();
        assertThat(node.watts(0)).isEqualTo(300);

        assertThat(node.watts(1)).isEqualTo(700);
        assertThat(node.owned()).containsExactly("GPU-fake-0");
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() {
        Agent agent = node.pod("a", "480", 0).agent();
        agent.pass();
        long writes = node.boards.writes();

        for (int i = 0; i < 100; i++) {
            node.later(Duration.ofSeconds(15));
            agent.pass();
        }

        assertThat(node.boards.writes()).isEqualTo(writes).isEqualTo(1);
    }

    /** Also when the limit was not the default before. */
    @Test
    void whenThePodLeavesTheLimitIsWhatItWasBefore() {
        node.boards.setByOther("GPU-fake-0", 600_000);
        Agent agent = node.pod("a", "480", 0).agent();
        agent.pass();

        node.unannotate("a").idle(0);
        agent.pass();

        assertThat(node.watts(0)).isEqualTo(600);
        assertThat(node.owned()).isEmpty();
    }

    @Test
    void aLimitAboveThePriorOneIsTakenBackToo() {
        node.boards.setByOther("GPU-fake-0", 400_000);
        Agent agent = node.pod("a", "600", 0).agent();
        agent.pass();
        assertThat(node.watts(0)).isEqualTo(600);

        node.unannotate("a").idle(0);
        agent.pass();

        assertThat(node.watts(0)).isEqualTo(400);
    }

    @Test
    void aHigherLimitOfSomebodyElseStaysWhenTheBoardIsGivenBack() {
        node.boards.setByOther("GPU-fake-0", 500_000);
        Agent agent = node.pod("a", "480", 0).agent();
        agent.pass();

        node.boards.setByOther("GPU-fake-0", 650_000);
        node.unannotate("a").idle(0);
        agent.pass();

        assertThat(node.watts(0)).isEqualTo(650);
        assertThat(node.owned()).isEmpty();
    }

    @Test
    void aListThatFailsFreezesEverything() {
        Agent agent = node.pod("a", "480", 0).agent();
        agent.pass();

        node.stale("the API server does not answer").unannotate("a").idle(0).stranger("c", 0);
        node.pod("b", "300", 1);
        Report report = agent.pass();

        assertThat(node.watts(0)).isEqualTo(480);
        assertThat(node.watts(1)).isEqualTo(700);
        assertThat(report.obstacle()).contains("the API server does not answer");
    }

    @Test
    void aDryRunChangesNothingAndSaysWhatItWould() {
        Report report = node.pod("a", "480", 0)
                .agent(Mode.DRY_RUN, Shutdown.RESTORE, CapPolicy.of(500))
                .pass();

        assertThat(report.boards().get(0).action().kind()).isEqualTo(Action.Kind.WOULD);
        assertThat(report.boards().get(0).decision()).isInstanceOf(Decision.Set.class);
        assertThat(node.boards.writes()).isZero();
        assertThat(node.state).doesNotExist();
    }

    @Test
    void whereSomebodyElseOwnsTheLimitsTheAgentOnlyLooks() {
        end(node.pod("a", "480", 0).agent(Mode.EXTERNAL_OWNER, Shutdown.RESTORE, CapPolicy.of(500)));
        node.agent(Mode.EXTERNAL_OWNER, Shutdown.RESTORE, CapPolicy.of(500)).pass();

        assertThat(node.boards.writes()).isZero();
        assertThat(node.state).doesNotExist();
    }

    @Test
    void anEndRestoresOrKeepsAsItIsTold() {
        Agent keeping = node.pod("a", "480", 0).agent(Mode.ENFORCE, Shutdown.KEEP, CapPolicy.of(500));
        keeping.pass();
        end(keeping);
        assertThat(node.watts(0)).isEqualTo(480);

        Agent successor = node.agent();
        successor.pass();
        assertThat(node.boards.writes()).as("an upgrade writes nothing").isEqualTo(1);
        end(successor);
        assertThat(node.watts(0)).isEqualTo(700);
        assertThat(node.owned()).isEmpty();
    }

    @Test
    void whatCannotBeRestoredAtTheEndStaysInTheFile() {
        Agent agent = node.pod("a", "480", 0).agent();
        agent.pass();
        node.boards.failWrites("GPU-fake-0", Optional.of(LOST));

        end(agent);

        assertThat(node.owned()).containsExactly("GPU-fake-0");
    }

    @Test
    void afterAKillTheSuccessorKeepsTheLimitOfAWorkerThatRuns() {
        node.pod("a", "480", 0).agent().pass();

        Report report = node.agent().pass();

        assertThat(node.watts(0)).isEqualTo(480);
        assertThat(report.recovered()).isZero();
        assertThat(node.boards.writes()).isEqualTo(1);
    }

    @Test
    void afterAKillTheSuccessorGivesBackWhatNobodyUses() {
        node.pod("a", "480", 0).agent().pass();
        node.unannotate("a").idle(0);

        Report report = node.agent().pass();

        assertThat(node.watts(0)).isEqualTo(700);
        assertThat(report.recovered()).isEqualTo(1);
    }

    @Test
    void afterAKillTheSuccessorGivesBackWhatOthersUse() {
        node.pod("a", "480", 0).agent().pass();
        node.unannotate("a").idle(0).stranger("b", 0);

        node.agent().pass();

        assertThat(node.watts(0)).isEqualTo(700);
        assertThat(node.owned()).isEmpty();
    }

    @Test
    void afterARebootThereIsNothingToRestore() {
        node.pod("a", "480", 0).agent().pass();
        node.unannotate("a").idle(0);
        node.boards.setByOther("GPU-fake-0", 700_000);
        long writes = node.boards.writes();

        node.agent().pass();

        assertThat(node.boards.writes()).isEqualTo(writes);
        assertThat(node.owned()).isEmpty();
    }

    @Test
    void aBoardThatIsGoneForGoodIsForgotten() {
        node.pod("a", "480", 1).agent().pass();
        var smaller = new Node(folder, 1);

        Agent agent = smaller.agent();
        agent.pass();
        smaller.later(Duration.ofMinutes(9));
        agent.pass();
        assertThat(smaller.owned()).as("it may only be away for a while").containsExactly("GPU-fake-1");

        smaller.later(Duration.ofMinutes(1));
        agent.pass();
        assertThat(smaller.owned()).isEmpty();
    }

    @Test
    void aDriverThatShowsNoBoardsIsNotBelieved() {
        node.pod("a", "480", 1).agent().pass();
        var empty = new Node(folder, 0);
        Agent agent = empty.agent();

        agent.pass();
        empty.later(Duration.ofHours(1));
        agent.pass();

        assertThat(empty.owned()).containsExactly("GPU-fake-1");
    }

    @Test
    void aStateFileThatCannotBeUsedFreezesEverything() throws IOException {
        Files.createDirectories(node.state);
        Path file = Files.writeString(node.state.resolve("managed_gpus.json"), "{broken");

        Report report = node.pod("a", "480", 0).agent().pass();

        assertThat(node.boards.writes()).isZero();
        assertThat(report.boards().get(0).action().kind()).isEqualTo(Action.Kind.NOT_RECORDED);
        assertThat(report.obstacle()).hasValueSatisfying(why -> assertThat(why).contains(file.toString()));
        assertThat(report.owned()).as("nobody knows").isEmpty();
        assertThat(new StatusBody().of(report, "n", ""))
                .contains("\"ready\":false")
                .doesNotContainPattern("\"managed\":\\d");
        assertThat(file).hasContent("{broken");
    }

    @Test
    void whereNoFileCanBeWrittenNoBoardIsTouched() throws IOException {
        Files.writeString(node.state, "a file where the folder should be");

        Report report = node.pod("a", "480", 0).agent().pass();

        assertThat(node.boards.writes()).isZero();
        assertThat(report.obstacle()).isPresent();
    }

    @Test
    void aBoardThatIsOursMayFallWhileTheFileCannotBeWritten() throws IOException {
        Agent agent = node.pod("a", "480", 0).agent();
        agent.pass();
        // a folder in the place of the file that is written first
        Path blocker = Files.createDirectories(node.state.resolve("managed_gpus.json.tmp"));

        node.annotate("a", "300");
        Report report = agent.pass();
        assertThat(node.watts(0)).isEqualTo(300);
        assertThat(report.obstacle()).isPresent();

        node.annotate("a", "600").later(Duration.ofMinutes(5));
        assertThat(agent.pass().boards().get(0).action().kind()).isEqualTo(Action.Kind.NOT_RECORDED);

        Files.delete(blocker);
        end(agent);
        assertThat(node.watts(0)).isEqualTo(700);
    }

    @Test
    void anotherToolIsUndoneAndTold() {
        Agent agent = node.pod("a", "480", 0).agent();
        agent.pass();
        node.later(Duration.ofMinutes(1));
        node.boards.setByOther("GPU-fake-0", 700_000);

        Report report = agent.pass();

        assertThat(report.boards().get(0).foreign()).isTrue();
        assertThat(node.watts(0)).isEqualTo(480);
        assertThat(agent.pass().boards().get(0).foreign()).isFalse();
    }

    @Test
    void missingRightsAreToldAndNotTriedAllTheTime() {
        node.boards.failWrites("GPU-fake-0", Optional.of(DENIED));
        Agent agent = node.pod("a", "480", 0).agent();

        Report first = agent.pass();
        Report second = agent.pass();
        node.boards.failWrites("GPU-fake-0", Optional.empty());
        node.later(Duration.ofMinutes(1));
        Report third = agent.pass();

        assertThat(first.obstacle()).hasValueSatisfying(why -> assertThat(why).contains("no permission"));
        assertThat(second.boards().get(0).action().kind()).isEqualTo(Action.Kind.BACKING_OFF);
        assertThat(second.obstacle()).as("the obstacle is still there").isEqualTo(first.obstacle());
        assertThat(third.boards().get(0).action().kind()).isEqualTo(Action.Kind.WRITTEN);
        assertThat(third.obstacle()).isEmpty();
    }

    @Test
    void aRefusedFirstWriteOwnsNothing() {
        node.boards.failWrites("GPU-fake-0", Optional.of(DENIED));

        node.pod("a", "480", 0).agent().pass();

        assertThat(node.owned()).isEmpty();
    }

    /** The board has the new limit and only the answer is missing: what was before must not be forgotten. */
    @Test
    void aWriteThatWorkedButWasNotReadBackIsOwned() {
        node.boards.setByOther("GPU-fake-0", 600_000);
        node.boards.hideWrites("GPU-fake-0", true);
        Agent agent = node.pod("a", "480", 0).agent();

        agent.pass();
        assertThat(node.watts(0)).isEqualTo(480);
        assertThat(node.owned()).containsExactly("GPU-fake-0");

        node.boards.hideWrites("GPU-fake-0", false);
        agent.pass();
        node.unannotate("a").idle(0).later(Duration.ofMinutes(2));
        agent.pass();
        assertThat(node.watts(0)).isEqualTo(600);
    }

    @Test
    void anErrorOfTheProgramEndsNeitherTheLoopNorTheGivingBack() throws InterruptedException {
        var passes = new Semaphore(0);
        Agent agent = node.pod("a", "480", 0)
                .agent(Mode.ENFORCE, Shutdown.RESTORE, CapPolicy.of(500), (report, view, took) -> {
                    passes.release();
                    throw new IllegalStateException("broken");
                });
        var loop = new Thread(agent::run);
        loop.start();
        assertThat(passes.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();

        agent.stop();
        loop.join(60_000);

        assertThat(agent.brokenPasses()).isPositive();
        assertThat(node.watts(0)).isEqualTo(700);
    }

    @Test
    void aLostBoardKeepsItsPlaceInTheFileAndDoesNotStopTheOthers() {
        Agent agent = node.pod("a", "480", 0).pod("b", "400", 1).agent();
        agent.pass();
        node.boards.failReads("GPU-fake-0", Optional.of(LOST));
        node.annotate("b", "300");

        agent.pass();

        assertThat(node.watts(1)).isEqualTo(300);
        assertThat(node.owned()).containsExactlyInAnyOrder("GPU-fake-0", "GPU-fake-1");
    }

    @Test
    void aDriverThatIsAwayIsWaitedForAndOneThatWasReplacedEndsTheProcess() {
        Agent agent = node.pod("a", "480", 0).agent();
        node.boards.failAll(Optional.of(new DeviceError(Kind.NO_DRIVER, "init", 9, "not loaded")));
        assertThat(agent.pass().obstacle()).isPresent();

        node.boards.failAll(Optional.of(new DeviceError(Kind.DRIVER_REPLACED, "count", 18, "replaced")));
        assertThat(agent.run()).isEqualTo(Agent.End.DRIVER_REPLACED);
    }

    @Test
    void anEmergencyLowersWhatIsManagedAndItsEndRaisesAtOnce() {
        Agent agent = node.pod("a", "480", 0).stranger("b", 1).agent();
        agent.pass();

        node.emergency("250");
        agent.pass();
        assertThat(node.watts(0)).isEqualTo(250);
        assertThat(node.watts(1)).isEqualTo(700);

        node.emergency("off");
        agent.pass();
        assertThat(node.watts(0)).isEqualTo(480);
    }

    @Test
    void anUninstallGivesEverythingBackAndLimitsNothingAnyMore() {
        Agent agent = node.pod("a", "480", 0).agent();
        agent.pass();

        node.uninstall();
        agent.pass();
        Report report = agent.pass();

        assertThat(node.watts(0)).isEqualTo(700);
        assertThat(report.owned()).hasValue(0);
        assertThat(report.uninstalling()).isTrue();
    }

    /** 700 W for both boards together: the second may rise only when the first has fallen. */
    @Test
    void underALimitOfTheNodeNothingRisesBeforeTheOthersFell() {
        var usual = CapPolicy.of(500);
        var policy = new CapPolicy(
                500,
                500,
                usual.conflict(),
                usual.mig(),
                usual.namespaces(),
                5,
                2,
                Duration.ZERO,
                usual.repairPause(),
                OptionalInt.of(700));
        node.boards.setByOther("GPU-fake-0", 450_000);
        node.boards.setByOther("GPU-fake-1", 250_000);
        node.boards.failWrites("GPU-fake-0", Optional.of(LOST));
        Agent agent = node.pod("a", "250", 0).pod("b", "450", 1).agent(Mode.ENFORCE, Shutdown.KEEP, policy);

        Report report = agent.pass();
        assertThat(report.boards().get(1).action().kind()).isEqualTo(Action.Kind.HELD_BACK);

        node.boards.failWrites("GPU-fake-0", Optional.empty());
        node.boards.failReads("GPU-fake-0", Optional.of(LOST));
        node.later(Duration.ofSeconds(2));
        assertThat(agent.pass().boards().get(1).action().kind())
                .as("beside a board of which nothing is known")
                .isEqualTo(Action.Kind.HELD_BACK);

        node.boards.failReads("GPU-fake-0", Optional.empty());
        agent.pass();
        assertThat(node.watts(0) + node.watts(1)).isEqualTo(700);
        assertThat(node.watts(1)).isEqualTo(450);
    }

    /** A change of the annotation is in force as soon as somebody wakes the loop, not an interval later. */
    @Test
    void theLoopWorksWhenItIsWoken() throws InterruptedException {
        var passes = new Semaphore(0);
        Agent agent = node.pod("a", "480", 0)
                .agent(Mode.ENFORCE, Shutdown.KEEP, CapPolicy.of(500), (report, view, took) -> passes.release());
        var loop = new Thread(agent::run);
        loop.start();
        assertThat(passes.tryAcquire(1, 60, TimeUnit.SECONDS)).isTrue();

        node.annotate("a", "300");
        agent.wake();

        assertThat(passes.tryAcquire(1, 10, TimeUnit.SECONDS)).isTrue();
        agent.stop();
        loop.join(60_000);
        assertThat(loop.isAlive()).isFalse();
        assertThat(node.watts(0)).isEqualTo(300);
    }
}
