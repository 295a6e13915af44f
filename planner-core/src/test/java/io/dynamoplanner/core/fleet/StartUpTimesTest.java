package io.dynamoplanner.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is learned about the time from asking for a replica until it serves. */
class StartUpTimesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aStartIsTimedFromTheDecisionToTheMiddleBetweenTheLooksAroundItsEnd() {
        StartUpTimes times = watching(2).asked(fleet(2, 2), 4, at(0));
        times = times.seen(fleet(4, 2), at(30)).asked(fleet(4, 2), 4, at(30));
        times = times.seen(fleet(4, 3), at(40)).asked(fleet(4, 3), 4, at(40));
        times = times.seen(fleet(4, 4), at(60));

        assertThat(times.seconds()).containsExactly(35.0, 50.0);
    }

    @Test
    void replicasAreServedInTheOrderInWhichTheyWereAskedFor() {
        StartUpTimes times = watching(1).asked(fleet(1, 1), 2, at(0));
        times = times.seen(fleet(2, 1), at(20)).asked(fleet(2, 1), 3, at(20));
        times = times.seen(fleet(3, 1), at(58)).asked(fleet(3, 1), 3, at(58));
        times = times.seen(fleet(3, 3), at(62));

        assertThat(times.seconds()).containsExactly(60.0, 40.0);
    }

    @Test
    void startsThatWereUnderWayAtTheFirstLookTeachNothing() {
        StartUpTimes times = StartUpTimes.NONE.seen(fleet(4, 2), at(0)).asked(fleet(4, 2), 5, at(0));
        times = times.seen(fleet(5, 5), at(60));

        assertThat(times.seconds()).isEmpty();
    }

    @Test
    void aCountThatSomebodyElseWroteEndsTheWatch() {
        StartUpTimes times = watching(2).asked(fleet(2, 2), 4, at(0));
        times = times.seen(fleet(6, 2), at(30)).asked(fleet(6, 2), 6, at(30));
        times = times.seen(fleet(6, 6), at(60));

        assertThat(times.seconds()).isEmpty();
    }

    @Test
    void aReplicaThatWasLostAndOneThatIsReplacedTeachNothing() {
        StartUpTimes lost = watching(2).asked(fleet(2, 2), 3, at(0));
        lost = lost.seen(fleet(3, 1), at(30)).asked(fleet(3, 1), 3, at(30));
        assertThat(lost.seen(fleet(3, 3), at(60)).seconds()).isEmpty();

        StartUpTimes replaced = watching(2).asked(fleet(2, 2), 3, at(0));
        RoleFleet updating = new RoleFleet(3, 3, 0, 0, OptionalInt.of(1), Rollout.UPDATING);
        assertThat(replaced.seen(updating, at(60)).seconds()).isEmpty();
    }

    @Test
    void countsThatCouldNotBeReadTeachNothing() {
        StartUpTimes times = watching(2).asked(fleet(2, 2), 3, at(0));
        RoleFleet unknown = new RoleFleet(3, 3, 0, 0, OptionalInt.of(1), Rollout.UNKNOWN);

        assertThat(times.seen(unknown, at(60)).seconds()).isEmpty();
    }

    @Test
    void aLookAtWhichTheCountsCouldNotBeReadDoesNotEndTheWatch() {
        StartUpTimes times = watching(2).asked(fleet(2, 2), 3, at(0));
        RoleFleet unknown = new RoleFleet(3, 2, 1, 0, OptionalInt.of(1), Rollout.UNKNOWN);

        times = times.seen(unknown, at(30));

        assertThat(times.seen(fleet(3, 3), at(60)).seconds()).containsExactly(30.0);
    }

    /** Those that take longest matter most to how far ahead to look. */
    @Test
    void aStartThatWasTakenForStuckCountsWhenItServesAfterAll() {
        StartUpTimes times = watching(2).asked(fleet(2, 2), 3, at(0));
        RoleFleet stuck = new RoleFleet(3, 2, 1, 0, OptionalInt.of(1), Rollout.STUCK);

        times = times.seen(stuck, at(600)).asked(stuck, 3, at(600));

        assertThat(times.seen(fleet(3, 3), at(700)).seconds()).containsExactly(650.0);
    }

    @Test
    void nothingIsExpectedBeforeFiveStartsAndThenAHighQuantile() {
        StartUpTimes times = StartUpTimes.NONE;
        for (int i = 1; i <= 10; i++) {
            assertThat(times.expected().isPresent()).isEqualTo(i > 5);
            times = started(times, 10L * i);
        }

        assertThat(times.expected()).contains(Duration.ofSeconds(90));
    }

    @Test
    void oldStartsAreForgotten() {
        StartUpTimes times = StartUpTimes.NONE;
        for (int i = 0; i < 100; i++) {
            times = started(times, i < 50 ? 600 : 30);
        }

        assertThat(times.seconds()).hasSize(32);
        assertThat(times.expected()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aTimeThatMovedNoticeablyIsWorthAWriteAndAnotherStartOfManyIsNot() {
        StartUpTimes few = started(StartUpTimes.NONE, 60);
        StartUpTimes many = few;
        for (int i = 0; i < 9; i++) {
            many = started(many, 60);
        }

        assertThat(started(few, 60).differsFrom(few)).isTrue();
        assertThat(many.differsFrom(few)).isTrue();
        assertThat(started(many, 61).differsFrom(many)).isFalse();
        assertThat(started(started(many, 90), 90).differsFrom(many)).isTrue();
    }

    /** One more start that took so long, seen at the moment of its end. */
    private static StartUpTimes started(StartUpTimes before, long seconds) {
        StartUpTimes times = before.unwatched().seen(fleet(1, 1), at(0)).asked(fleet(1, 1), 2, at(0));
        times = times.seen(fleet(2, 1), at(seconds)).asked(fleet(2, 1), 2, at(seconds));
        return times.seen(fleet(2, 2), at(seconds));
    }

    private static StartUpTimes watching(int replicas) {
        return StartUpTimes.NONE.seen(fleet(replicas, replicas), at(0));
    }

    private static RoleFleet fleet(int desired, int ready) {
        Rollout rollout = desired == ready ? Rollout.SETTLED : Rollout.SCALING;
        return new RoleFleet(desired, ready, Math.max(0, desired - ready), 0, OptionalInt.of(1), rollout);
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }
}
