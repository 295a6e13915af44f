package io.dynamoplanner.core.attainment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttainmentFeedbackTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final PerRole<Integer> GRANTED = PerRole.of(Role.PREFILL, 4, Role.DECODE, 4);
    private static final double UNSEEN = 1.1;

    private final AttainmentFeedback feedback = new AttainmentFeedback(0.95, true, UNSEEN);
    private int minute;

    @Test
    void whileMoreRequestsMissThanMayTheRoleThatIsTooSlowGrows() {
        PerRole<Headroom> learned = after(settled(), window(1000, 0.80, 1.00), GRANTED);

        // exp(0.1 · (0.20 − 0.05))
        assertThat(learned.get(Role.PREFILL).factor()).isCloseTo(1.015113, within(1e-6));
        assertThat(learned.get(Role.DECODE).factor()).isEqualTo(1);
    }

    @Test
    void rolesShareWhatIsMissingByTheirMisses() {
        PerRole<Headroom> learned = after(settled(), window(1000, 0.91, 0.97), GRANTED);

        // of 12 points 7 are too many: three quarters of them are of prefill
        assertThat(StrictMath.log(learned.get(Role.PREFILL).factor())).isCloseTo(0.1 * 0.75 * 0.07, within(1e-12));
        assertThat(StrictMath.log(learned.get(Role.DECODE).factor())).isCloseTo(0.1 * 0.25 * 0.07, within(1e-12));
    }

    @Test
    void whileFewerMissThanMayAllGiveWay() {
        PerRole<Headroom> learned = after(settled(), window(1000, 0.98, 1.00), GRANTED);

        assertThat(learned.values())
                .allSatisfy(room -> assertThat(room.factor()).isCloseTo(0.997004, within(1e-6)));
    }

    @Test
    void theFirstHourOfWindowsIsOnlyLookedAt() {
        PerRole<Headroom> learned = PerRole.of(Role.PREFILL, feedback.unseen(), Role.DECODE, feedback.unseen());
        assertThat(learned.get(Role.PREFILL).factor()).isEqualTo(UNSEEN);
        for (int i = 0; i < 60; i++) {
            learned = after(learned, window(1000, 0.5, 0.5), GRANTED);
            assertThat(learned.get(Role.PREFILL).factor()).isEqualTo(1);
        }

        assertThat(learned.get(Role.PREFILL).windows()).isEqualTo(60);
        assertThat(after(learned, window(1000, 0.5, 0.5), GRANTED)
                        .get(Role.PREFILL)
                        .factor())
                .isGreaterThan(1);
    }

    @Test
    void whatIsUnknownTeachesNothing() {
        PerRole<Headroom> before = settled();

        assertThat(after(before, window(1000, Double.NaN, 0.5), GRANTED)).isEqualTo(before);
        assertThat(after(before, window(1000, 0.5, Double.NaN), GRANTED)).isEqualTo(before);
        assertThat(after(before, window(Double.NaN, 0.5, 0.5), GRANTED)).isEqualTo(before);
        assertThat(after(before, window(0, 0.5, 0.5), GRANTED)).isEqualTo(before);
    }

    @Test
    void aRoleThatDidNotGetWhatItAskedForLearnsNoMoreHeadroom() {
        PerRole<Integer> more = PerRole.of(Role.PREFILL, 5, Role.DECODE, 4);

        PerRole<Headroom> learned = after(settled(), window(1000, 0.7, 0.9), more);
        PerRole<Headroom> calm = after(settled(), window(1000, 1, 1), more);

        assertThat(learned.get(Role.PREFILL).factor()).isEqualTo(1);
        assertThat(learned.get(Role.DECODE).factor()).isGreaterThan(1);
        assertThat(calm.get(Role.PREFILL).factor()).isLessThan(1);
    }

    @Test
    void aRoleWhoseEnginesStillStartLearnsNoMoreHeadroom() {
        var starting = new RoleFleet(4, 3, 1, 0, OptionalInt.of(1), RoleFleet.Rollout.SCALING);

        PerRole<Headroom> learned = feedback.after(
                settled(),
                List.of(window(1000, 0.7, 0.9)),
                new Fleet(PerRole.of(Role.PREFILL, starting, Role.DECODE, fleet())),
                history(GRANTED));

        assertThat(learned.get(Role.PREFILL).factor()).isEqualTo(1);
        assertThat(learned.get(Role.DECODE).factor()).isGreaterThan(1);
    }

    @Test
    void aRoleThatHasMoreThanItAskedForLearnsToTakeNoLess() {
        PerRole<Integer> less = PerRole.of(Role.PREFILL, 3, Role.DECODE, 4);
        PerRole<Integer> one = PerRole.of(Role.PREFILL, 1, Role.DECODE, 4);

        assertThat(after(settled(), window(1000, 1, 1), less).get(Role.PREFILL).factor())
                .isEqualTo(1);
        assertThat(after(settled(), window(1000, 1, 1), one).get(Role.PREFILL).factor())
                .isEqualTo(1);
        assertThat(after(settled(), window(1000, 1, 1), less).get(Role.DECODE).factor())
                .isLessThan(1);
    }

    @Test
    void aWindowTeachesOnce() {
        TrafficWindow window = window(1000, 0.7, 0.9);
        PerRole<Headroom> once = after(settled(), window, GRANTED);

        assertThat(after(once, window, GRANTED)).isEqualTo(once);
    }

    @Test
    void aWindowInWhichAllFailsIsUndoneByTen() {
        PerRole<Headroom> learned = after(settled(), window(1000, 0, 1), GRANTED);
        double most = learned.get(Role.PREFILL).factor();
        for (int i = 0; i < 9; i++) {
            learned = after(learned, window(1000, 1, 1), GRANTED);
        }

        // counts as ten times the 5 % that may miss
        assertThat(StrictMath.log(most)).isCloseTo(0.1 * 9 * 0.05, within(1e-12));
        assertThat(learned.get(Role.PREFILL).factor()).isCloseTo(1, within(1e-12));
    }

    @Test
    void whatIsSwitchedOffLearnsNothing() {
        var off = new AttainmentFeedback(0.95, false, UNSEEN);

        PerRole<Headroom> learned = off.after(
                settled(),
                List.of(window(1000, 0.5, 0.5)),
                new Fleet(PerRole.of(Role.PREFILL, fleet(), Role.DECODE, fleet())),
                history(GRANTED));

        assertThat(learned.get(Role.PREFILL)).isEqualTo(off.unseen());
        assertThat(AttainmentFeedback.none().unseen().factor()).isEqualTo(1);
    }

    @Test
    void aBurstCountsAsTwoUsualWindowsAtMost() {
        double burst = after(settled(), window(50_000, 0.55, 1), GRANTED)
                .get(Role.PREFILL)
                .factor();

        // the burst itself belongs to what is usual, by a tenth: 50,000 over 5,900 is still more than 2
        assertThat(StrictMath.log(burst)).isCloseTo(0.1 * 2 * 0.40, within(1e-12));
    }

    @Test
    void theFactorStaysInItsBounds() {
        PerRole<Headroom> failing = settled();
        PerRole<Headroom> idle = settled();
        for (int i = 0; i < 2000; i++) {
            failing = after(failing, window(1000, 0, 0), GRANTED);
            idle = after(idle, window(1000, 1, 1), GRANTED);
        }

        assertThat(failing.get(Role.DECODE).factor()).isEqualTo(3);
        assertThat(idle.get(Role.DECODE).factor()).isEqualTo(0.7);
    }

    /** An engine model that is wrong by a fifth or a third, and load that is wide of the forecast by a fifth. */
    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1, 1.33})
    void theStatedShareIsReachedFromBothSides(double truth) {
        var random = new Random(7);
        PerRole<Headroom> learned = PerRole.of(Role.AGGREGATED, Headroom.NONE);
        double missed = 0;
        int counted = 0;
        for (int i = 0; i < 3000; i++) {
            double load = 1 + 0.2 * random.nextGaussian();
            boolean enough = load * truth <= 1.2 * learned.get(Role.AGGREGATED).factor();
            double inside = enough ? 1 : 0.6;
            learned = feedback.after(
                    learned,
                    List.of(window(1000, inside, 1)),
                    new Fleet(PerRole.of(Role.AGGREGATED, fleet())),
                    history(PerRole.of(Role.AGGREGATED, 4)));
            if (i >= 1000) {
                missed += 1 - inside;
                counted++;
            }
        }

        assertThat(1 - missed / counted).isCloseTo(0.95, within(0.005));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, Double.NaN})
    void aShareThatIsNoneIsRefused(double attainment) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttainmentFeedback(attainment, true, 1))
                .withMessageContaining("between 0 and 1");
    }

    private PerRole<Headroom> after(PerRole<Headroom> before, TrafficWindow window, PerRole<Integer> wished) {
        return feedback.after(
                before,
                List.of(window),
                new Fleet(PerRole.of(Role.PREFILL, fleet(), Role.DECODE, fleet())),
                history(wished));
    }

    private static PerRole<RoleHistory> history(PerRole<Integer> wished) {
        return wished.map((role, replicas) -> RoleHistory.NONE.after(0, START, replicas, 4, 4, 4, START));
    }

    private static PerRole<Headroom> settled() {
        var seen = new Headroom(1, 60, 1000, START);
        return PerRole.of(Role.PREFILL, seen, Role.DECODE, seen);
    }

    private static RoleFleet fleet() {
        return new RoleFleet(4, 4, 0, 0, OptionalInt.of(1), RoleFleet.Rollout.SETTLED);
    }

    private TrafficWindow window(double requests, double ttftInside, double itlInside) {
        return TrafficWindow.of(
                START.plus(MINUTE.multipliedBy(minute++)),
                MINUTE,
                Map.of(
                        Signal.REQUESTS, Reading.of(requests, START),
                        Signal.TTFT_INSIDE, Reading.of(ttftInside, START),
                        Signal.ITL_INSIDE, Reading.of(itlInside, START)));
    }
}
