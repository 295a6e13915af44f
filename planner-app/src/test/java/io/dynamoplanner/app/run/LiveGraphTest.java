package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.CommandLineRun;
import io.dynamoplanner.app.run.FakeWorld.Load;
import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.handover.Handover;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.LatencyTargets;
import io.dynamoplanner.core.traffic.TrafficScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop of one graph in simulated time, 60 s windows, with a fake cluster that starts in 20 s and drains in 15 s. */
class LiveGraphTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String BUDGET = "\"max_gpu_budget\": 12";

    private static FakeWorld world(int prefill, int decode) {
        return new FakeWorld(prefill, decode, BUDGET);
    }

    @Test
    void theFirstDecisionStandsOnTheRecordedTrafficAndScales() {
        FakeWorld world = world(1, 1).start();
        world.load = at -> new Load(60, 3000, 150);

        world.run(Duration.ofSeconds(2));

        Decision first = world.decisions.get(0);
        assertThat(first.entry().demand().trust()).isEqualTo(Demand.Trust.LIVE);
        assertThat(first.entry().at()).isBeforeOrEqualTo(FakeWorld.START.plusSeconds(1));
        assertThat(world.desired(Role.PREFILL)).isGreaterThan(1);
    }

    @Test
    void nothingIsDecidedTwiceWhileNothingHappens() {
        FakeWorld world = world(2, 1).start();
        world.run(MINUTE.multipliedBy(5));
        int before = world.decisions.size();
        int saves = world.saves;

        world.run(MINUTE.multipliedBy(10));

        assertThat(world.decisions.size() - before).as("one for each window").isBetween(10, 20);
        assertThat(world.saves).as("what is handed over is written on change").isEqualTo(saves);
    }

    @ParameterizedTest(name = "an outage that begins after {0} s")
    @ValueSource(ints = {0, 1, 31, 59, 60, 61, 90, 179, 300, 420, 555})
    void tenMinutesWithoutMetricsRemoveNoReplica(int begin) {
        FakeWorld world = world(1, 1).start();
        world.load = at ->
                at.isBefore(FakeWorld.START.plusSeconds(begin)) ? new Load(60, 3000, 150) : new Load(2, 3000, 150);
        Instant from = FakeWorld.START.plusSeconds(begin);
        Instant to = from.plus(MINUTE.multipliedBy(10));
        world.run(Duration.ofSeconds(begin));
        int removed = world.removed;

        world.fault =
                end -> end.isBefore(from) || end.isAfter(to) ? Optional.empty() : Optional.of(Reading.Cause.FAILED);
        world.run(Duration.between(world.now, to));

        // what was known before the outage may still take effect; what was not known may not
        assertThat(world.removed).isEqualTo(removed);
        world.run(MINUTE.multipliedBy(5));
        assertThat(world.removed).as("it goes on by itself").isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reading.Cause.class,
            names = {"FAILED", "EMPTY", "STALE", "NOT_A_NUMBER"})
    void noKindOfUnknownShrinksAnything(Reading.Cause cause) {
        FakeWorld world = world(6, 5).start();
        world.fault = end -> Optional.of(cause);

        world.run(MINUTE.multipliedBy(20));

        assertThat(world.removed).isZero();
        assertThat(world.last()
                        .entry()
                        .plan()
                        .roles()
                        .get(Role.PREFILL)
                        .target()
                        .binding())
                .isEqualTo(Binding.UNKNOWN_READING);
    }

    @Test
    void nothingShrinksBeforeTheRecordedTrafficHasBeenRead() {
        FakeWorld world = world(6, 5);
        world.load = at -> new Load(1, 3000, 150);
        Instant readable = FakeWorld.START.plus(MINUTE.multipliedBy(3));
        // windows that ended before the start cannot be read for three minutes, the newest ones can
        world.fault = end -> end.isBefore(FakeWorld.START.minus(MINUTE)) && world.now.isBefore(readable)
                ? Optional.of(Reading.Cause.FAILED)
                : Optional.empty();
        world.start();

        world.run(Duration.between(world.now, readable));
        assertThat(world.removed).isZero();
        assertThat(world.last().entry().demand().trust()).isEqualTo(Demand.Trust.LIVE);

        world.run(MINUTE.multipliedBy(3));
        assertThat(world.removed).isPositive();
    }

    @Test
    void whoDoesNotLeadDecidesNothingAndGoesOnWhereTheLeaderStopped() {
        FakeWorld world = world(1, 1).start();
        world.load = at -> new Load(60, 3000, 150);
        world.leaseUntil = Instant.MIN;
        world.run(MINUTE.multipliedBy(2));
        assertThat(world.decisions).isEmpty();
        assertThat(world.saves).isZero();

        world.leaseUntil = Instant.MAX;
        world.run(MINUTE);

        assertThat(world.desired(Role.PREFILL)).isGreaterThan(1);
    }

    @Test
    void aFindingThatBlocksKeepsItObservingUntilItIsPutRight() {
        FakeWorld world = world(1, 1).start();
        world.load = at -> new Load(60, 3000, 150);
        world.board().put("test", List.of(Finding.blocking("x", "role", "may not be written", "grant it")));
        world.run(MINUTE.multipliedBy(3));
        assertThat(world.desired()).isEqualTo(PerRole.of(Role.PREFILL, 1, Role.DECODE, 1));
        assertThat(world.last().written())
                .isNotEmpty()
                .allSatisfy(w -> assertThat(w.outcome())
                        .isEqualTo(new Outcome.Rejected("preflight: role: may not be written; grant it")));

        world.board().put("test", List.of());
        world.run(MINUTE);

        assertThat(world.desired(Role.PREFILL)).isGreaterThan(1);
    }

    @Test
    void aPauseIsObeyedAndEnds() {
        FakeWorld world = world(1, 1).start();
        world.load = at -> new Load(60, 3000, 150);
        world.paused = Optional.of("maintenance");
        world.run(MINUTE.multipliedBy(2));
        assertThat(world.desired(Role.PREFILL)).isEqualTo(1);

        world.paused = Optional.empty();
        world.run(MINUTE);

        assertThat(world.desired(Role.PREFILL)).isGreaterThan(1);
    }

    @Test
    void aPausedPlannerWritesNothingNotEvenWhatItHandsOver() {
        FakeWorld world = world(1, 1).start();
        world.paused = Optional.of("maintenance");
        world.load = at -> new Load(30 + 25 * Math.sin(at.getEpochSecond() / 60.0), 3000, 150);

        world.run(MINUTE.multipliedBy(10));

        assertThat(world.saves).isZero();
    }

    @Test
    void whoLeadsAfterALongTimeLearnsFromTheTrafficOfNowBeforeAnythingShrinks() {
        FakeWorld world = world(6, 5);
        Instant later = FakeWorld.START.plus(MINUTE.multipliedBy(90));
        world.load = at -> at.isBefore(FakeWorld.START) ? new Load(1, 3000, 150) : new Load(60, 3000, 150);
        world.leaseUntil = Instant.MIN;
        world.start();
        world.run(Duration.between(world.now, later));

        world.leaseUntil = Instant.MAX;
        world.run(MINUTE.multipliedBy(3));

        // the predictors know the last minutes, not the ones before the start of the process
        assertThat(world.decisions.get(0).entry().demand().requests()).isGreaterThan(3000);
        assertThat(world.desired(Role.PREFILL)).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aClockThatIsSetBackBlindsNobody() {
        FakeWorld world = world(2, 1).start();
        world.run(MINUTE.multipliedBy(5));

        world.setClock(Duration.ofHours(-2));
        world.load = at -> new Load(60, 3000, 150);
        world.run(MINUTE.multipliedBy(3));

        assertThat(world.desired(Role.PREFILL)).as("it follows the load of now").isGreaterThan(3);
    }

    @Test
    void aLeaseThatWasLostAndRegainedBetweenTwoLooksMeansThatSomebodyElseMayHaveLed() {
        FakeWorld world = world(2, 1).start();
        world.run(MINUTE.multipliedBy(5));
        long before = world.decisions.stream().filter(Decision::afresh).count();

        world.losses++;
        world.run(MINUTE.multipliedBy(2));

        assertThat(world.decisions.stream().filter(Decision::afresh).count()).isGreaterThan(before);
    }

    @Test
    void advisoryModeWritesNothingAtAll() {
        FakeWorld world = new FakeWorld(1, 1, "\"advisory\": true").start();
        world.load = at -> new Load(60, 3000, 150);

        world.run(MINUTE.multipliedBy(5));

        assertThat(world.desired(Role.PREFILL)).isEqualTo(1);
        assertThat(world.saves).isZero();
        assertThat(world.last().entry().plan().targets().get(Role.PREFILL)).isGreaterThan(1);
    }

    @Test
    void aWriteThatFailedIsTriedAgainSoonAndIsNoChangeOfDirection() {
        FakeWorld world = world(1, 1).start();
        world.load = at -> new Load(60, 3000, 150);
        world.writes = new Outcome.Failed("HTTP 500");
        world.run(Duration.ofSeconds(25));
        assertThat(world.decisions).hasSizeGreaterThanOrEqualTo(2);

        world.writes = new Outcome.Applied();
        world.run(Duration.ofSeconds(15));

        assertThat(world.desired(Role.PREFILL)).isGreaterThan(1);
        assertThat(world.stored.orElseThrow().history().get(Role.PREFILL).reversals())
                .isEmpty();
    }

    @Test
    void itWaitsForAHandoverThatCannotBeReadRatherThanForgetIt() {
        FakeWorld world = world(1, 1).start();
        world.load = at -> new Load(60, 3000, 150);
        world.storeBroken = true;
        world.run(MINUTE);
        assertThat(world.decisions).isEmpty();
        assertThat(world.board().all()).extracting(Finding::code).containsExactly("state");

        world.storeBroken = false;
        world.run(MINUTE);

        assertThat(world.desired(Role.PREFILL)).isGreaterThan(1);
        assertThat(world.board().all()).isEmpty();
    }

    @Test
    void aNewPolicyTakesOverWhatTheOldOneHasLearned() {
        FakeWorld world = world(2, 1).start();
        world.run(MINUTE.multipliedBy(10));

        world.policy = Optional.of(version(2, FakeWorld.policy("\"max_gpu_budget\": 12, \"prefill_min_endpoint\": 3")));
        world.run(MINUTE);

        assertThat(world.desired(Role.PREFILL)).isEqualTo(3);
        assertThat(world.last().entry().demand().trust()).isEqualTo(Demand.Trust.LIVE);
    }

    @Test
    void targetsOfANewPolicyAreWhatTheNextWindowIsReadFor() {
        FakeWorld world = world(2, 1).start();
        world.run(MINUTE.multipliedBy(2));
        assertThat(world.asked)
                .extracting(TrafficScope::targets)
                .isNotEmpty()
                .containsOnly(Optional.of(new LatencyTargets(200, 10)));

        world.policy = Optional.of(version(2, FakeWorld.policy(350, "\"max_gpu_budget\": 12")));
        world.asked.clear();
        world.run(MINUTE);

        assertThat(world.asked)
                .extracting(TrafficScope::targets)
                .isNotEmpty()
                .containsOnly(Optional.of(new LatencyTargets(350, 10)));
    }

    @Test
    void anotherPredictorLearnsFromTheRecordedTrafficBeforeAnythingShrinks() {
        FakeWorld world = world(6, 5).start();
        world.load = at -> new Load(60, 3000, 150);
        world.run(MINUTE.multipliedBy(3));
        int removed = world.removed;
        Instant turn = world.now;
        world.load = at -> at.isBefore(turn) ? new Load(60, 3000, 150) : new Load(1, 3000, 150);
        world.fault = end -> end.isBefore(turn) ? Optional.of(Reading.Cause.FAILED) : Optional.empty();

        world.policy =
                Optional.of(version(2, FakeWorld.policy("\"max_gpu_budget\": 12, \"load_predictor\": \"constant\"")));
        world.run(MINUTE.multipliedBy(4));
        assertThat(world.removed).as("the history cannot be read").isEqualTo(removed);

        world.fault = end -> Optional.empty();
        world.run(MINUTE.multipliedBy(3));
        assertThat(world.removed).isGreaterThan(removed);
    }

    @Test
    void windowsThatAreMissingFromTheRecordedTrafficKeepTheirPlace() {
        FakeWorld world = world(1, 1);
        Instant from = FakeWorld.START.minus(MINUTE.multipliedBy(9));
        Instant to = FakeWorld.START.minus(MINUTE.multipliedBy(4));
        world.fault =
                end -> end.isAfter(from) && end.isBefore(to) ? Optional.of(Reading.Cause.STALE) : Optional.empty();
        world.policy = Optional.of(FakeWorld.policy("\"load_predictor\": \"adaptive\""));

        world.start().run(Duration.ofSeconds(10));

        Predictor learned = world.decisions
                .get(world.decisions.size() - 1)
                .entry()
                .before()
                .demand()
                .predictors()
                .requests();
        Predictor expected = world.policy.orElseThrow().settings().predictors().fresh();
        for (int i = 0; i < 12; i++) {
            expected = expected.observe(600);
        }
        expected = expected.missed(5);
        for (int i = 0; i < 3; i++) {
            expected = expected.observe(600);
        }
        assertThat(learned.snapshot()).isEqualTo(expected.warmedUp().snapshot());
    }

    /** Errors so far ahead as the first decision looks must be known when it is made. */
    @Test
    void afterARestartTheForecastIsTrainedForTheStartUpTimesThatWereHandedOver() {
        var slow = new StartUpTimes(List.of(400.0, 400.0, 400.0, 400.0, 400.0), Optional.empty());
        FakeWorld world = world(1, 1);
        world.policy = Optional.of(FakeWorld.policy("\"load_quantile\": 0.9"));
        PerRole<RoleHistory> history = PerRole.of(Role.PREFILL, RoleHistory.NONE, Role.DECODE, RoleHistory.NONE);
        world.stored = Optional.of(new Handover(
                FakeWorld.START.minus(MINUTE),
                PerRole.empty(),
                history,
                history.map((role, h) -> 1.0),
                history.map((role, h) -> slow),
                PerRole.empty()));

        world.start().run(Duration.ofSeconds(10));

        // one, two, four and eight windows ahead
        assertThat(world.last()
                        .entry()
                        .before()
                        .demand()
                        .calibrated()
                        .orElseThrow()
                        .requests()
                        .steps())
                .hasSize(4);
    }

    private static Policy version(int version, Policy policy) {
        return new Policy(version, policy.config(), policy.settings(), policy.profile(), policy.warmUp());
    }

    @Test
    void theLedgerOfATroubledHourReplaysBitForBit(@TempDir Path directory) throws IOException {
        FakeWorld world = world(1, 1);
        Instant readable = FakeWorld.START.plus(MINUTE.multipliedBy(3));
        world.fault = end -> end.isBefore(FakeWorld.START.minus(MINUTE)) && world.now.isBefore(readable)
                ? Optional.of(Reading.Cause.FAILED)
                : Optional.empty();
        world.load = at -> new Load(30 + 25 * Math.sin(at.getEpochSecond() / 300.0), 3000, 150);
        world.start();
        world.run(MINUTE.multipliedBy(8));
        world.writes = new Outcome.Failed("HTTP 500");
        world.run(MINUTE.multipliedBy(4));
        world.writes = new Outcome.Applied();
        world.paused = Optional.of("maintenance");
        world.run(MINUTE.multipliedBy(4));
        world.paused = Optional.empty();
        world.policy = Optional.of(version(2, FakeWorld.policy("\"max_gpu_budget\": 9, \"attainment\": 0.9")));
        world.run(MINUTE.multipliedBy(8));
        world.leaseUntil = Instant.MIN;
        world.run(MINUTE.multipliedBy(2));
        world.leaseUntil = Instant.MAX;
        world.run(MINUTE.multipliedBy(10));

        Path ledger = directory.resolve("ledger.jsonl");
        Files.write(ledger, world.ledger.newest(1000));
        CommandLineRun replay = CommandLineRun.of("replay", "--ledger", ledger);

        assertThat(replay.err()).isEmpty();
        assertThat(replay.exitCode()).as(replay.out()).isZero();
        assertThat(world.decisions).hasSizeGreaterThan(40);
    }

    /**
     * The mix of requests turns from long prompts to long answers, so that GPUs have to go from prefill to decode under a
     * full budget. The process is killed at every point at which it talks to the world, once, and another one takes over
     * when the lease has run out.
     */
    @ParameterizedTest(name = "killed at point {0}")
    @ValueSource(ints = {-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void aRebalanceIsFinishedByTheNextLeaderAndTheCeilingHoldsAtEveryInstant(int point) {
        PerRole<Integer> undisturbed = rebalanced(-1).desired();

        FakeWorld world = rebalanced(point);

        assertThat(world.mostGpus).isLessThanOrEqualTo(12);
        assertThat(world.desired()).isEqualTo(undisturbed);
    }

    private static FakeWorld rebalanced(int killAfter) {
        // a leader that is killed has seen fewer starts; how far the forecast looks is not to matter here
        var world = new FakeWorld(8, 4, BUDGET + ", \"load_quantile\": 0.5");
        Instant turn = FakeWorld.START.plus(MINUTE.multipliedBy(4));
        world.load = at -> at.isBefore(turn) ? new Load(90, 3000, 150) : new Load(60, 600, 900);
        world.start();
        world.run(Duration.between(world.now, turn));
        PerRole<Integer> before = world.desired();
        world.killAfter = killAfter;
        if (!world.run(MINUTE.multipliedBy(4))) {
            world.run(Duration.ofSeconds(15)); // until the lease of the dead one has run out
            world.start();
            world.run(MINUTE.multipliedBy(4));
        }
        assertThat(world.desired()).isNotEqualTo(before);
        assertThat(world.killAfter).as("the fault point was reached").isNegative();
        return world;
    }
}
