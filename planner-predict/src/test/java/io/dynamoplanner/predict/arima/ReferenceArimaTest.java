package io.dynamoplanner.predict.arima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.predict.ReferenceRelease;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference's arima, against what it forecast. */
class ReferenceArimaTest {
    private static final ArimaRuns RUNS = ArimaRuns.load();

    static Stream<ArimaRuns.Run> runs() {
        return RUNS.runs().stream();
    }

    @Test
    void sixtySixRunsAreCompared() {
        assertThat(RUNS.runs()).hasSize(66);
        assertThat(RUNS.series()).hasSize(9);
    }

    /**
     * Two per cent, of the forecast or of the mean of the series. Where a maximum is flat, the last bits of the likelihood
     * decide where fifty iterations end: a run may miss that in one forecast of ten.
     */
    @ParameterizedTest
    @MethodSource("runs")
    void recordedForecastsAreReproduced(ArimaRuns.Run run) {
        List<Double> errors = errors(run);
        assertThat(errors)
                .as("forecasts within 2 %%")
                .filteredOn(error -> error <= 0.02)
                .hasSizeGreaterThanOrEqualTo((int) Math.ceil(0.9 * errors.size()));
        assertThat(errors).as("all").allMatch(error -> error < 0.05);
    }

    @Test
    void inAllRunsTogetherOneForecastInAHundredIsFartherOff() {
        List<Double> errors = runs().flatMap(run -> errors(run).stream()).toList();
        assertThat(errors).hasSizeGreaterThan(2000);
        assertThat(errors).filteredOn(error -> error <= 0.02).hasSizeGreaterThan(errors.size() * 99 / 100);
    }

    /** How far off each forecast is, relative to the larger of what is expected and the mean of the series. */
    private static List<Double> errors(ArimaRuns.Run run) {
        List<Double> values = RUNS.series().getOrDefault(run.series(), List.of());
        double mean =
                values.stream().mapToDouble(v -> v.isNaN() ? 0 : v).average().orElseThrow();
        Set<Integer> asked = new HashSet<>();
        Predictor counting = ArimaFamily.ours(false).fresh();
        int fed = 0;
        for (ArimaRuns.Forecast forecast : run.forecasts()) {
            while (fed <= forecast.index()) {
                counting = counting.observe(values.get(fed++));
            }
            asked.add(counting.points());
        }
        Predictor predictor = ArimaFamily.reference(run.log1p(), ReferenceRelease.FROM_1_6, 50, asked::contains)
                .fresh();
        double[] errors = new double[run.forecasts().size()];
        fed = 0;
        for (int i = 0; i < errors.length; i++) {
            ArimaRuns.Forecast expected = run.forecasts().get(i);
            while (fed <= expected.index()) {
                predictor = predictor.observe(values.get(fed++));
            }
            assertThat(predictor.last()).isEqualTo(expected.last());
            double point = predictor.predict(1).point();
            errors[i] = Math.abs(point - expected.point()) / Math.max(Math.abs(expected.point()), mean);
        }
        return Arrays.stream(errors).boxed().toList();
    }

    /** Orders chosen at a first forecast, where the series has noise; a straight line leaves the likelihood without a bottom. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "servegen_r1_180s           | 60  | false | 1,1,0,true",
                "servegen_r1_180s           | 60  | true  | 1,1,0,true",
                "servegen_r1_180s           | 20  | true  | 0,1,1,false",
                "servegen_r1_180s           | 150 | true  | 1,1,0,false",
                "servegen_mmid_600s_outages | 60  | true  | 0,1,1,false",
                "servegen_mmid_600s_outages | 150 | false | 1,0,0,true",
                "servegen_mmid_600s_outages | 150 | true  | 2,0,0,true",
                "azure_code_10s_bursty      | 20  | false | 1,0,0,false",
                "azure_code_10s_bursty      | 60  | false | 1,0,2,true",
                "azure_code_10s_bursty      | 150 | true  | 1,0,2,true",
                "diurnal_sine_synthetic     | 20  | true  | 3,1,1,false",
                "diurnal_sine_synthetic     | 60  | true  | 3,2,2,false",
            })
    void theOrderIsTheOneTheReferenceChose(String series, int points, boolean log1p, String expected) {
        double[] values = RUNS.series().getOrDefault(series, List.of()).stream()
                .limit(points)
                .mapToDouble(value -> log1p ? Math.log1p(value) : value)
                .toArray();
        ArimaOrder order = OrderSearch.best(values, OrderSearch.Rules.REFERENCE)
                .orElseThrow()
                .order();
        assertThat(order.ar() + "," + order.differences() + "," + order.ma() + "," + order.constant())
                .isEqualTo(expected);
    }

    /** Numbers of the reference's library for 60 values of a recorded series: fit, forecasts and standard errors. */
    @Test
    void aFitIsThatOfTheReference() {
        double[] values = RUNS.series().getOrDefault("servegen_r1_180s", List.of()).stream()
                .limit(60)
                .mapToDouble(Double::doubleValue)
                .toArray();
        ArimaFit fit = ArimaFit.of(new ArimaOrder(1, 1, 0, true), values, 50).orElseThrow();
        assertThat(fit.aic()).isCloseTo(766.3818696, within(1e-6));
        double[] parameters = {32.632725, 0.34390455, 22954.844};
        for (int i = 0; i < parameters.length; i++) {
            assertThat(fit.parameters()[i]).isCloseTo(parameters[i], withinPercentage(0.002));
        }
        double[] means = {5877.7060432, 5929.8402343, 5980.4021447};
        double[] deviations = {151.5085612, 253.7973916, 336.8820791};
        for (int k = 1; k <= 3; k++) {
            assertThat(fit.forecast(k).mean()).isCloseTo(means[k - 1], withinPercentage(0.002));
            assertThat(fit.forecast(k).deviation()).isCloseTo(deviations[k - 1], withinPercentage(0.002));
        }
    }

    @Test
    void askingDoesNotChangeWhatIsForecastLater() {
        for (int seed = 0; seed < 5; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Predictor asked =
                    ArimaFamily.reference(false, ReferenceRelease.FROM_1_6, 50).fresh();
            Predictor silent = asked;
            for (int i = 0; i < 60; i++) {
                double value = 100 + 20 * Math.sin(i / 4.0) + 5 * random.nextGaussian();
                asked.predict(1);
                asked.predict(3);
                asked = asked.observe(value);
                silent = silent.observe(value);
            }
            assertThat(silent.predict(1)).isEqualTo(asked.predict(1));
            assertThat(silent.snapshot()).isEqualTo(asked.snapshot());
        }
    }

    @Test
    void nobodyAsksDuringAWarmUpSoTheOrderIsChosenFromAllOfIt() {
        List<Double> values = RUNS.series().getOrDefault("servegen_r1_180s", List.of());
        Predictor warm =
                ArimaFamily.reference(true, ReferenceRelease.FROM_1_6, 50).fresh();
        for (double value : values.subList(0, 59)) {
            warm = warm.observe(value);
        }
        double[] logs = values.subList(0, 60).stream().mapToDouble(Math::log1p).toArray();
        Optional<ArimaFit> fit = OrderSearch.best(logs, OrderSearch.Rules.REFERENCE);
        assertThat(warm.warmedUp().observe(values.get(59)).predict(1).point())
                .isCloseTo(Math.expm1(fit.orElseThrow().forecast(1).mean()), within(1e-9));
    }

    @Test
    void theFirstReleasesLookAtTheirWindowAndMayGoBelowZero() {
        ArimaFamily family = ArimaFamily.reference(false, ReferenceRelease.BEFORE_0_8, 50);
        Predictor longer = family.fresh();
        Predictor shorter = family.fresh();
        for (int i = 0; i < 130; i++) {
            double value = 3000 - 20 * i + Math.floorMod(i * 37, 11);
            longer = longer.observe(value);
            shorter = i < 80 ? shorter : shorter.observe(value);
        }
        assertThat(longer.predict(1)).isEqualTo(shorter.predict(1));
        assertThat(longer.predict(60).point()).isNegative();
        assertThat(family.restore(longer.snapshot()).predict(2)).isEqualTo(longer.predict(2));
    }

    @Test
    void constantsAndFewValuesNeedNoModel() {
        Predictor predictor =
                ArimaFamily.reference(false, ReferenceRelease.FROM_1_6, 50).fresh();
        assertThat(predictor.predict(1).basis()).isEqualTo(Prediction.Basis.NO_DATA);
        for (int i = 1; i <= 20; i++) {
            predictor = predictor.observe(42);
            assertThat(predictor.predict(1))
                    .isEqualTo(i < 5 ? Prediction.tooFew(42, i, 5) : new Prediction(42, 0, Prediction.Basis.MODEL));
        }
        assertThat(predictor.observe(50).predict(1).basis()).isEqualTo(Prediction.Basis.MODEL);
    }
}
