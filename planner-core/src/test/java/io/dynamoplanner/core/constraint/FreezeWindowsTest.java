package io.dynamoplanner.core.constraint;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.FreezeWindows.Window;
import io.dynamoplanner.core.testing.Scene;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 5 January 2026 is a Monday. */
class FreezeWindowsTest {
    private static final LocalTime TEN = LocalTime.of(10, 0);
    private static final LocalTime NOON = LocalTime.of(12, 0);
    private static final LocalTime LATE = LocalTime.of(22, 0);
    private static final LocalTime SIX = LocalTime.of(6, 0);

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T09:59:59.999Z,false",
        "2026-01-05T10:00:00Z,true",
        "2026-01-05T11:59:59.999Z,true",
        "2026-01-05T12:00:00Z,false",
        "2026-01-06T11:00:00Z,false"
    })
    void aMondayMorningWindowHolds(Instant now, boolean frozen) {
        assertThat(frozen(new Window(TEN, NOON, Set.of(MONDAY), false), now)).isEqualTo(frozen);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-09T21:59:59Z,false",
        "2026-01-09T22:00:00Z,true",
        "2026-01-10T00:00:00Z,true",
        "2026-01-10T05:59:59Z,true",
        "2026-01-10T06:00:00Z,false",
        "2026-01-09T03:00:00Z,false",
        "2026-01-10T23:00:00Z,false"
    })
    void aWindowOverMidnightBelongsToTheFridayItStartsOn(Instant now, boolean frozen) {
        assertThat(frozen(new Window(LATE, SIX, Set.of(FRIDAY), false), now)).isEqualTo(frozen);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T09:59:59Z,false",
        "2026-01-05T10:00:00Z,true",
        "2026-01-06T09:59:59Z,true",
        "2026-01-06T10:00:00Z,false"
    })
    void aWindowThatEndsWhenItStartsLastsADay(Instant now, boolean frozen) {
        assertThat(frozen(new Window(TEN, TEN, Set.of(MONDAY), false), now)).isEqualTo(frozen);
    }

    @Test
    void inAFullFreezeNothingMovesAndTheReasonSaysUntilWhen() {
        FreezeWindows freeze = new FreezeWindows(List.of(new Window(TEN, NOON, Set.of(MONDAY), false)));
        Scene scene = Scene.settled(5).at(Instant.parse("2026-01-05T11:00:00Z"));

        assertThat(scene.apply(freeze, 9).replicas()).isEqualTo(5);
        assertThat(scene.apply(freeze, 1).replicas()).isEqualTo(5);
        assertThat(scene.apply(freeze, 1).binding()).isEqualTo(Binding.FREEZE);
        assertThat(scene.apply(freeze, 1).reason()).isEqualTo("held at 5: frozen from 10:00 to 12:00 UTC");
        assertThat(scene.apply(freeze, 5).binding()).isEqualTo(Binding.DEMAND);
    }

    @Test
    void growthMayBeExempt() {
        FreezeWindows freeze = new FreezeWindows(List.of(new Window(TEN, NOON, Set.of(MONDAY), true)));
        Scene scene = Scene.settled(5).at(Instant.parse("2026-01-05T11:00:00Z"));

        assertThat(scene.apply(freeze, 9).replicas()).isEqualTo(9);
        assertThat(scene.apply(freeze, 5).binding()).isEqualTo(Binding.DEMAND);
        assertThat(scene.apply(freeze, 1).replicas()).isEqualTo(5);
    }

    @Test
    void theStricterOfTwoOverlappingWindowsCounts() {
        var growthOnly = new Window(TEN, NOON, Set.of(MONDAY, TUESDAY), true);
        var nothing = new Window(TEN, NOON, Set.of(MONDAY), false);
        FreezeWindows freeze = new FreezeWindows(List.of(growthOnly, nothing));

        assertThat(Scene.settled(5)
                        .at(Instant.parse("2026-01-05T11:00:00Z"))
                        .apply(freeze, 9)
                        .replicas())
                .isEqualTo(5);
        assertThat(Scene.settled(5)
                        .at(Instant.parse("2026-01-06T11:00:00Z"))
                        .apply(freeze, 9)
                        .replicas())
                .isEqualTo(9);
    }

    private static boolean frozen(Window window, Instant now) {
        return Scene.settled(5)
                        .at(now)
                        .apply(new FreezeWindows(List.of(window)), 1)
                        .replicas()
                == 5;
    }
}
