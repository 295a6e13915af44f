package io.dynamoplanner.power.cap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.cap.PowerRange.Clamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a board that accepts 200 to 700 W and has 700 W by default. */
class DeciderTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(3600);
    private static final Occupants NOBODY = new Occupants.Nobody();

    private static PodCap pod(String value) {
        return new PodCap("uid-a", "serving", "a", CapText.parse(value));
    }

    private static Occupants runs(PodCap... pods) {
        return new Occupants.Somebody(List.of(pods), 0);
    }

    private static BoardSight board(int watts, Occupants occupants, Optional<Owned> owned) {
        return new BoardSight(
                "GPU-0", watts * 1000L, Optional.of(new PowerRange(200_000, 700_000)), false, occupants, owned);
    }

    private static Optional<Owned> owned(int watts, Instant writtenAt) {
        return Optional.of(new Owned(
                OptionalLong.of(700_000),
                OptionalLong.of(watts * 1000L),
                OptionalLong.empty(),
                LONG_AGO,
                writtenAt,
                false,
                Set.of("uid-a")));
    }

    private static Decision decide(BoardSight board, Emergency emergency, PodCap... present) {
        return Objects.requireNonNull(new Decider(CapPolicy.of(500))
                .decide(List.of(board), List.of(present), emergency, NOW)
                .get("GPU-0"));
    }

    private static Decision decide(BoardSight board, PodCap... present) {
        return decide(board, Emergency.off(), present);
    }

    @Test
    void aBoardIsLimitedToWhatItsPodAsksFor() {
        Decision decision = decide(board(700, runs(pod("480")), Optional.empty()), pod("480"));

        assertThat(decision).isInstanceOfSatisfying(Decision.Set.class, set -> {
            assertThat(set.target().milliwatts()).isEqualTo(480_000);
            assertThat(set.repair()).isFalse();
            assertThat(set.why()).isEqualTo("asked by serving/a");
        });
    }

    @Test
    void othersOnTheBoardDoNotLiftTheLimitOfAPodThatIsStillThere() {
        assertThat(decide(board(480, runs(), owned(480, LONG_AGO)), pod("480"))).isInstanceOf(Decision.Hold.class);
    }

    @Test
    void aBoardThatNobodyOptedInIsNeverTouched() {
        assertThat(decide(board(450, runs(), Optional.empty()))).isInstanceOf(Decision.Leave.class);
        assertThat(decide(board(450, NOBODY, Optional.empty()))).isInstanceOf(Decision.Leave.class);
    }

    /** Nothing is owned either, so that nothing is put back later that was never changed. */
    @Test
    void aLimitThatIsThereAlreadyIsNotWritten() {
        assertThat(decide(board(700, runs(pod("700")), Optional.empty()), pod("700")))
                .isInstanceOf(Decision.Hold.class);
    }

    @Test
    void aValueOutsideTheRangeIsMovedIntoIt() {
        Decision decision = decide(board(700, runs(pod("100")), Optional.empty()), pod("100"));

        assertThat(decision).isInstanceOfSatisfying(Decision.Set.class, set -> {
            assertThat(set.target().milliwatts()).isEqualTo(200_000);
            assertThat(set.target().clamp()).isEqualTo(Clamp.MIN);
        });
    }

    @Test
    void withoutAKnownRangeTheDriverHasTheLastWord() {
        var unknown = new BoardSight("GPU-0", 700_000, Optional.empty(), false, runs(pod("100")), Optional.empty());

        assertThat(decide(unknown, pod("100")))
                .isInstanceOfSatisfying(
                        Decision.Set.class,
                        set -> assertThat(set.target().milliwatts()).isEqualTo(100_000));
    }

    @Test
    void whoUsesABoardIsNotKnownSoNothingChanges() {
        var unknown = new Occupants.Unknown("the process list cannot be read");

        assertThat(decide(board(480, unknown, owned(480, LONG_AGO)), pod("480")))
                .isInstanceOf(Decision.Leave.class)
                .extracting(Decision::why)
                .asString()
                .contains("process list");
    }

    @Test
    void aWorkerThatRestartsKeepsItsLimit() {
        assertThat(decide(board(480, NOBODY, owned(480, LONG_AGO)), pod("480"))).isInstanceOf(Decision.Hold.class);
    }

    @Test
    void whenThePodIsGoneTheBoardIsReleased() {
        assertThat(decide(board(480, NOBODY, owned(480, LONG_AGO)))).isInstanceOf(Decision.Release.class);
    }

    @Test
    void whenAnotherPodWithoutAnnotationUsesTheBoardAndItsOwnIsGoneItIsReleased() {
        assertThat(decide(board(480, runs(), owned(480, LONG_AGO)))).isInstanceOf(Decision.Release.class);
    }

    @ParameterizedTest
    @CsvSource({
        "480, 474, true", // 6 W, and 2 % of 480 W are 9.6 W
        "480, 470, false",
        "480, 489, true",
        "480, 490, false",
        "220, 216, true", // 4 W are below 5 W
        "220, 215, false"
    })
    void smallChangesAreNotWorthAWrite(int now, String asked, boolean held) {
        Decision decision = decide(board(now, runs(pod(asked)), owned(now, LONG_AGO)), pod(asked));

        assertThat(decision).isInstanceOf(held ? Decision.Hold.class : Decision.Set.class);
    }

    @Test
    void aLimitIsLoweredAtOnceAndRaisedAfterAWhile() {
        Instant justNow = NOW.minusSeconds(10);

        assertThat(decide(board(480, runs(pod("300")), owned(480, justNow)), pod("300")))
                .isInstanceOf(Decision.Set.class);
        assertThat(decide(board(480, runs(pod("600")), owned(480, justNow)), pod("600")))
                .isInstanceOfSatisfying(
                        Decision.Wait.class,
                        wait -> assertThat(wait.until()).isEqualTo(justNow.plus(Duration.ofSeconds(30))));
        assertThat(decide(board(480, runs(pod("600")), owned(480, NOW.minusSeconds(30))), pod("600")))
                .isInstanceOf(Decision.Set.class);
    }

    @Test
    void whatSomebodyElseChangedIsUndoneButNotInAFight() {
        assertThat(decide(board(650, runs(pod("480")), owned(480, LONG_AGO)), pod("480")))
                .isInstanceOfSatisfying(
                        Decision.Set.class, set -> assertThat(set.repair()).isTrue());
        assertThat(decide(board(650, runs(pod("480")), owned(480, NOW.minusSeconds(1))), pod("480")))
                .isInstanceOf(Decision.Wait.class);
    }

    @Test
    void anEmergencyLowersAtOnceAndNeverRaises() {
        Emergency emergency = Emergency.parse("250", "node n1");

        assertThat(decide(board(480, runs(pod("480")), owned(480, NOW)), emergency, pod("480")))
                .isInstanceOfSatisfying(Decision.Set.class, set -> {
                    assertThat(set.target().milliwatts()).isEqualTo(250_000);
                    assertThat(set.why()).contains("emergency, by node n1");
                });
        assertThat(decide(board(220, runs(pod("220")), owned(220, LONG_AGO)), emergency, pod("220")))
                .isInstanceOf(Decision.Hold.class);
    }

    @Test
    void anEmergencyHoldsBoardsOfWhichThePodsAreGoneOrNotKnown() {
        Emergency emergency = Emergency.parse("250", "node n1");

        assertThat(decide(board(480, NOBODY, owned(480, LONG_AGO)), emergency))
                .isInstanceOfSatisfying(
                        Decision.Set.class,
                        set -> assertThat(set.target().milliwatts()).isEqualTo(250_000));
        assertThat(decide(board(480, new Occupants.Unknown("?"), owned(480, LONG_AGO)), emergency))
                .isInstanceOf(Decision.Set.class);
        assertThat(decide(board(250, NOBODY, owned(250, LONG_AGO)), emergency)).isInstanceOf(Decision.Hold.class);
    }

    @Test
    void anEmergencyDoesNotTouchBoardsThatNobodyOptedIn() {
        assertThat(decide(board(700, runs(), Optional.empty()), Emergency.parse("on", "x")))
                .isInstanceOf(Decision.Leave.class);
    }

    @Test
    void afterAnEmergencyTheLimitRisesAtOnce() {
        Owned lowered = owned(480, LONG_AGO)
                .orElseThrow()
                .intend(250_000, true, NOW, List.of())
                .applied(250_000);

        assertThat(decide(board(250, runs(pod("480")), Optional.of(lowered)), pod("480")))
                .isInstanceOf(Decision.Set.class);
    }

    /** 900 + 450 + 450 W on a node for 1500 W: 200 + 0.7 * 250 each, 1500 - 900 = 600, of which 400 are the minima. */
    @Test
    void theLimitsOfANodeFitUnderItsLimit() {
        var usual = CapPolicy.of(500);
        var policy = new CapPolicy(
                500,
                500,
                usual.conflict(),
                usual.mig(),
                usual.namespaces(),
                5,
                2,
                usual.raiseDwell(),
                usual.repairPause(),
                OptionalInt.of(1500));
        var range = Optional.of(new PowerRange(200_000, 1_000_000));
        var other = new BoardSight("other", 900_000, range, false, runs(), Optional.empty());
        var one = new BoardSight("one", 700_000, range, false, runs(pod("450")), Optional.empty());
        var two = new BoardSight("two", 700_000, range, false, runs(pod("450")), Optional.empty());

        Map<String, Decision> decisions =
                new Decider(policy).decide(List.of(other, one, two), List.of(), Emergency.off(), NOW);

        assertThat(decisions.get("other")).isInstanceOf(Decision.Leave.class);
        assertThat(decisions.get("one")).isInstanceOfSatisfying(Decision.Set.class, set -> {
            assertThat(set.target().milliwatts()).isEqualTo(300_000);
            assertThat(set.target().fitted()).isTrue();
            assertThat(set.why()).contains("limit of the node");
        });
    }
}
