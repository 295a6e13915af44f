package io.dynamoplanner.predict.arima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.predict.PredictorFamilies;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnArimaTest {
    private static final ArimaRuns RUNS = ArimaRuns.load();

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    }

    private static Predictor fed(Predictor predictor, double... values) {
        for (double value : values) {
            predictor = predictor.observe(value);
        }
        return predictor;
    }

    /** Mean error of the forecast made one window before, from the twentieth value on, relative to that of the last value. */
    private static double error(String family, boolean log1p, List<Double> values) {
        Predictor predictor = PredictorFamilies.ours(family, log1p).fresh();
        double sum = 0;
        double last = 0;
        for (int i = 0; i + 1 < values.size(); i++) {
            predictor = predictor.observe(values.get(i));
            if (i >= 20) {
                sum += Math.abs(values.get(i + 1) - predictor.predict(1).point());
                last += Math.abs(values.get(i + 1) - values.get(i));
            }
        }
        return sum / last;
    }

    @Test
    void aWaveIsForecastFarBetterThanByItsLastValue() {
        assertThat(error("arima", false, RUNS.series().getOrDefault("diurnal_sine_synthetic", List.of())))
                .isLessThan(0.25);
    }

    @ParameterizedTest
    @CsvSource({
        "azure_code_10s_bursty, false",
        "azure_code_10s_bursty, true",
        "servegen_r1_180s, false",
        "servegen_r1_180s, true",
        "servegen_mmid_600s_outages, false",
        "servegen_mmid_600s_outages, true"
    })
    void onRecordedTrafficItIsHardlyWorseThanTheLastValueEvenThroughOutages(String series, boolean log1p) {
        assertThat(error("arima", log1p, RUNS.series().getOrDefault(series, List.of())))
                .isLessThan(1.06);
    }

    @Test
    void aModelThatHasDoneWorseThanTheLastValueIsNotUsedAndThatIsSaid() {
        Predictor predictor = ArimaFamily.ours(false).fresh();
        RandomGenerator random = random();
        for (int i = 0; i < 120; i++) {
            predictor = predictor.observe(100 + 5 * random.nextGaussian());
        }
        assertThat(predictor.predict(1).basis()).isEqualTo(Prediction.Basis.MODEL);
        assertThat(predictor.predict(1).point()).isCloseTo(100, within(5.0));
        for (int i = 0; i < 25; i++) {
            predictor = predictor.observe(1000 + random.nextGaussian());
        }
        assertThat(predictor.predict(1).fallback()).isEqualTo("last value: lately closer than the model");
        assertThat(predictor.predict(1).point()).isEqualTo(predictor.last());
        assertThat(predictor.predict(1).sigma()).isPositive();
    }

    @Test
    void theSpreadIsThatOfTheErrorsAndGrowsWithTheHorizon() {
        Predictor predictor = ArimaFamily.ours(false).fresh();
        RandomGenerator random = random();
        double value = 0;
        for (int i = 0; i < 700; i++) {
            value = 0.8 * value + random.nextGaussian();
            predictor = predictor.observe(1000 + 50 * value);
        }
        double stationary = 50 / Math.sqrt(1 - 0.64);
        assertThat(predictor.predict(1).basis()).isEqualTo(Prediction.Basis.MODEL);
        assertThat(predictor.predict(1).sigma()).isCloseTo(50, within(5.0));
        assertThat(predictor.predict(2).sigma()).isCloseTo(50 * Math.sqrt(1.64), within(7.0));
        assertThat(predictor.predict(200).sigma()).isCloseTo(stationary, within(0.2 * stationary));
        assertThat(predictor.predict(200).point()).isCloseTo(1000, within(40.0));
    }

    @Test
    void forecastsStayBetweenZeroAndTwiceTheRecentMaximum() {
        Predictor up = ArimaFamily.ours(false).fresh();
        Predictor down = up;
        for (int i = 0; i < 100; i++) {
            up = up.observe(10 + 5 * i + Math.floorMod(i * 37, 11));
            down = down.observe(Math.max(0, 600 - 6 * i + Math.floorMod(i * 37, 11)));
        }
        double most = 2 * (10 + 5 * 99 + 10);
        for (int k : new int[] {1, 10, 1000, 1_000_000}) {
            assertThat(up.predict(k).point()).isBetween(0.0, most);
            assertThat(down.predict(k).point()).isNotNegative();
        }
        assertThat(up.predict(1).point()).isCloseTo(515, within(15.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1, 1e9, 1e12})
    void theUnitOfTheSeriesDoesNotMatter(double unit) {
        Predictor predictor = ArimaFamily.ours(false).fresh();
        Predictor scaled = predictor;
        RandomGenerator random = random();
        double value = 0;
        for (int i = 0; i < 200; i++) {
            value = 0.7 * value + random.nextGaussian();
            predictor = predictor.observe(20 + value);
            scaled = scaled.observe(unit * (20 + value));
        }
        assertThat(scaled.predict(1).point() / unit)
                .isCloseTo(predictor.predict(1).point(), within(1e-3));
        assertThat(scaled.predict(3).sigma() / unit)
                .isCloseTo(predictor.predict(3).sigma(), within(1e-3));
    }

    @Test
    void oldValuesAreForgottenAndTheSnapshotStaysBounded() {
        Predictor predictor = ArimaFamily.ours(false).fresh();
        Predictor late = predictor;
        for (int i = 0; i < 2400; i++) {
            double value = 50 + Math.floorMod(i * 7919, 23);
            predictor = predictor.observe(i < 100 ? 1e6 : value);
            late = late.observe(value);
        }
        assertThat(predictor.snapshot().numbers()).hasSizeLessThan(900);
        assertThat(predictor.predict(1)).isEqualTo(late.predict(1));
    }

    @Test
    void askingDoesNotChangeWhatIsForecastLater() {
        Predictor asked = ArimaFamily.ours(true).fresh();
        Predictor silent = asked;
        RandomGenerator random = random();
        for (int i = 0; i < 100; i++) {
            double value = 100 + 20 * Math.sin(i / 4.0) + 5 * random.nextGaussian();
            asked.predict(1);
            asked = asked.observe(value);
            silent = silent.observe(value);
        }
        assertThat(asked.predict(4)).isEqualTo(silent.predict(4));
    }

    @Test
    void beforeTenValuesTheLastOneIsTheForecast() {
        Predictor predictor = fed(ArimaFamily.ours(false).fresh(), 4, 9, 6, 8, 5, 7, 9, 3, 6);
        assertThat(predictor.predict(1)).isEqualTo(Prediction.tooFew(6, 9, 10));
    }
}
