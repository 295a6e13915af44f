package io.dynamoplanner.predict.prophet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.predict.ReferenceRelease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceProphetTest {
    private static final ProphetRuns RUNS = ProphetRuns.load();

    static Stream<ProphetRuns.Run> runs() {
        return RUNS.runs().stream();
    }

    @Test
    void twentySixRunsAreCompared() {
        assertThat(RUNS.runs()).hasSize(26);
        assertThat(RUNS.runs().stream().mapToInt(run -> run.forecasts().size()).sum())
                .isEqualTo(918);
    }

    /** Nine of ten forecasts within 2 %, and an error that is not worse than that of the reference. */
    @ParameterizedTest
    @MethodSource("runs")
    void recordedForecastsAreReproduced(ProphetRuns.Run run) {
        List<Double> values = RUNS.series().getOrDefault(run.series(), List.of());
        double mean = values.stream()
                .mapToDouble(value -> value.isNaN() ? 0 : value)
                .average()
                .orElse(0);
        Predictor predictor = ProphetFamily.reference(run.log1p(), run.options(), ReferenceRelease.FROM_1_6)
                .fresh();
        int fed = 0;
        int close = 0;
        double error = 0;
        double recordedError = 0;
        for (ProphetRuns.Forecast recorded : run.forecasts()) {
            while (fed <= recorded.index()) {
                predictor = predictor.observe(values.get(fed++));
            }
            double point = predictor.predict(1).point();
            assertThat(predictor.last()).isCloseTo(recorded.last(), within(1e-9 * Math.max(1, recorded.last())));
            double scale = Math.max(Math.abs(recorded.point()), mean);
            close += Math.abs(point - recorded.point()) <= 0.02 * scale ? 1 : 0;
            if (fed < values.size()) {
                double next = values.get(fed).isNaN() ? 0 : values.get(fed);
                error += Math.abs(next - point);
                recordedError += Math.abs(next - recorded.point());
            }
        }
        assertThat(close).as(run.toString()).isGreaterThanOrEqualTo((int)
                Math.ceil(0.9 * run.forecasts().size()));
        if (!run.series().equals("ramp")) {
            assertThat(error).as(run.toString()).isLessThanOrEqualTo(1.05 * recordedError);
        }
    }

    private static Predictor rising(ReferenceRelease release, int points) {
        Predictor predictor = ProphetFamily.reference(
                        false, new ProphetOptions(Duration.ofMinutes(3), Optional.of(20)), release)
                .fresh();
        for (int i = 0; i < points; i++) {
            predictor = predictor.observe(1000 + 10 * i);
        }
        return predictor;
    }

    /** On a straight line a forecast tells for which moment it was made. */
    @Test
    void releasesAskForTheMomentThatTheyAskFor() {
        assertThat(rising(ReferenceRelease.BEFORE_0_8, 40).predict(1).point()).isCloseTo(1400, within(1.0));
        assertThat(rising(ReferenceRelease.BEFORE_1_6, 40).predict(1).point()).isCloseTo(1400, within(1.0));
        assertThat(rising(ReferenceRelease.FROM_1_6, 40).predict(3).point()).isCloseTo(1420, within(1.0));
        assertThat(rising(ReferenceRelease.BEFORE_1_1, 40).predict(1).point())
                .as("40 seconds after the first of all points, a window being 180 s")
                .isCloseTo(1000 + 10 * 40 / 180.0, within(1.0));
    }

    @Test
    void onlyTheNewestReleaseStaysAboveZero() {
        double[] collapse = {100, 80, 60, 40, 20, 2};
        Predictor before = rising(ReferenceRelease.BEFORE_1_6, 0);
        Predictor from = rising(ReferenceRelease.FROM_1_6, 0);
        for (double value : collapse) {
            before = before.observe(value);
            from = from.observe(value);
        }
        assertThat(before.predict(2).point()).isNegative();
        assertThat(from.predict(2).point()).isZero();
    }

    @Test
    void gapsDoNotMoveTheReferencesClock() {
        Predictor predictor = rising(ReferenceRelease.FROM_1_6, 30);
        assertThat(predictor.missed(10)).isSameAs(predictor);
    }

    @Test
    void fourPointsAreForecastByTheLast() {
        assertThat(rising(ReferenceRelease.FROM_1_6, 4).predict(1)).isEqualTo(Prediction.tooFew(1030, 4, 5));
        assertThat(rising(ReferenceRelease.FROM_1_6, 5).predict(1).basis()).isEqualTo(Prediction.Basis.MODEL);
    }
}
