package io.dynamoplanner.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.fleet.RoleFleet;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked numbers of the HorizontalPodAutoscaler with its default behaviour. */
final class HpaControllerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final HpaController hpa = new HpaController(HpaRules.DEFAULT, 1, 100);

    @ParameterizedTest
    @CsvSource({
        // ready, average over target, recommended
        "4, 2.0, 8", // twice the target: twice the pods
        "4, 0.5, 2",
        "3, 1.5, 5", // 4.5 rounded up
        "10, 1.1, 10", // a tenth off is inside the tolerance
        "10, 1.11, 12",
        "10, 0.9, 10",
        "10, 0.89, 9",
        "5, 0.0, 0",
    })
    void podsGrowWithTheRatioOfTheMetricToItsTarget(int ready, double average, int recommended) {
        assertThat(hpa.byAverage(fleet(ready, ready, 0), average)).isEqualTo(recommended);
    }

    @ParameterizedTest
    @CsvSource({
        // wanted, ready, starting, average, recommended
        "8, 4, 4, 2.0, 8", // eight pods at half of twice the target: just right
        "8, 4, 4, 3.0, 12", // 4 x 3 = 12 pods' worth
        "8, 4, 4, 1.5, 8", // with the starting ones it is below the target: nothing happens
        "8, 4, 4, 0.5, 2", // when shrinking only the ready ones count
        "8, 0, 8, 0.0, 8", // no pod has a metric
    })
    void podsThatStartCountAsUnusedWhenGrowing(int wanted, int ready, int starting, double average, int recommended) {
        assertThat(hpa.byAverage(fleet(wanted, ready, starting), average)).isEqualTo(recommended);
    }

    @ParameterizedTest
    @CsvSource({"4, 4.3, 4", "4, 4.5, 5", "4, 10.0, 10", "4, 1.2, 2", "4, 0.0, 0"})
    void aTotalIsDividedByTheTargetOfOnePod(int wanted, double total, int recommended) {
        assertThat(hpa.byTotal(fleet(wanted, wanted, 0), total)).isEqualTo(recommended);
    }

    @Test
    void inFifteenSecondsItDoublesOrAddsFourWhicheverIsMore() {
        assertThat(hpa.settle(1, 50, at(0))).isEqualTo(5);
        assertThat(hpa.settle(5, 50, at(15))).isEqualTo(10);
        assertThat(hpa.settle(10, 50, at(30))).isEqualTo(20);
        assertThat(hpa.settle(20, 50, at(45))).isEqualTo(40);
        assertThat(hpa.settle(40, 50, at(60))).isEqualTo(50);
    }

    @Test
    void growthWithinOnePeriodCountsTogether() {
        assertThat(hpa.settle(2, 50, at(0))).isEqualTo(6);
        assertThat(hpa.settle(6, 50, at(10))).isEqualTo(6);
        assertThat(hpa.settle(6, 50, at(15))).isEqualTo(12);
    }

    @Test
    void itShrinksToTheHighestRecommendationOfFiveMinutes() {
        assertThat(hpa.settle(10, 10, at(0))).isEqualTo(10);
        assertThat(hpa.settle(10, 7, at(15))).isEqualTo(10);
        assertThat(hpa.settle(10, 4, at(285))).isEqualTo(10);
        assertThat(hpa.settle(10, 4, at(300))).isEqualTo(7);
        assertThat(hpa.settle(7, 4, at(315))).isEqualTo(4);
    }

    @Test
    void growthDoesNotWait() {
        assertThat(hpa.settle(10, 2, at(0))).isEqualTo(10);
        assertThat(hpa.settle(10, 12, at(15))).isEqualTo(12);
    }

    @Test
    void boundsHold() {
        var bounded = new HpaController(HpaRules.DEFAULT, 2, 6);

        assertThat(bounded.settle(4, 50, at(0))).isEqualTo(6);
        assertThat(bounded.settle(6, 0, at(400))).isEqualTo(2);
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    private static RoleFleet fleet(int wanted, int ready, int starting) {
        return new RoleFleet(wanted, ready, starting, 0, OptionalInt.of(1), RoleFleet.Rollout.SCALING);
    }
}
