package io.dynamoplanner.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in for a model that has no answer says so, and why. */
class FallbackTest {
    private static Predictor fed(PredictorFamily family, double... values) {
        Predictor predictor = family.fresh();
        for (double value : values) {
            predictor = predictor.observe(value);
        }
        return predictor;
    }

    private static String fallback(Predictor predictor) {
        return predictor.predict(1).fallback();
    }

    @ParameterizedTest
    @CsvSource({"kalman,2", "adaptive,2", "auto,2", "prophet,5", "arima,10"})
    void ofTooFewValues(String name, int needed) {
        PredictorFamily family = PredictorFamilies.ours(name, false);

        assertThat(fallback(family.fresh())).isEqualTo("no value yet");
        assertThat(fallback(fed(family, 7))).isEqualTo("last value: 1 of " + needed + " values");
    }

    @ParameterizedTest
    @CsvSource({"kalman,5", "arima,5", "prophet,5"})
    void ofTooFewValuesForTheReference(String name, int needed) {
        PredictorFamily family =
                PredictorFamilies.reference(name, KalmanParameters.DEFAULT, false, ReferenceRelease.FROM_1_6);

        assertThat(fallback(family.fresh())).isEqualTo("no value yet");
        assertThat(fallback(fed(family, 7, 8))).isEqualTo("last value: 2 of " + needed + " values");
    }

    @Test
    void ofAFilterThatOverflows() {
        PredictorFamily family =
                PredictorFamilies.reference("kalman", KalmanParameters.DEFAULT, false, ReferenceRelease.FROM_1_6);

        assertThat(fallback(fed(family, 1e308, 0, 1.7e308, 0, 1.7e308, 0, 1.7e308)))
                .isEqualTo("last value: the filter left the range of numbers");
    }

    @Test
    void ofNothingAsLongAsTheModelAnswers() {
        for (String name : PredictorFamilies.known()) {
            assertThat(fallback(fed(PredictorFamilies.ours(name, false), 3, 4, 5, 4, 3, 4, 5, 4, 3, 4, 5, 4, 3, 4)))
                    .as(name)
                    .isIn("", "last value: lately closer than the model");
        }
    }
}
