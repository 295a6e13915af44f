package io.dynamoplanner.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.predict.RobustKalmanPredictorTest.Score;
import io.dynamoplanner.predict.adaptive.AdaptiveFamily;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How wrong the adaptive predictor is on recorded series, beside the reference's predictors. */
class AdaptiveErrorTest {
    private static final AdaptiveFamily ADAPTIVE = new AdaptiveFamily(Duration.ofMinutes(1));

    @Test
    void onNoSeriesIsItMuchWorseThanTheBestOfTheReference() {
        ReferenceRuns.load().series().forEach((name, values) -> {
            double best = Math.min(
                    Score.of(PredictorFamilies.ours("constant", false), values).error(),
                    Math.min(kalman(false, values), kalman(true, values)));
            if (values.size() >= 200) {
                // The first window of an outage is not believed, which costs a whole load where it is the only one.
                double bound = name.contains("outages") ? 1.1 : 1.05;
                assertThat(Score.of(ADAPTIVE, values).error()).as(name).isLessThanOrEqualTo(bound * best);
            }
        });
    }

    private static double kalman(boolean log1p, List<Double> values) {
        return Score.of(
                        PredictorFamilies.reference(
                                "kalman", KalmanParameters.DEFAULT, log1p, ReferenceRelease.FROM_1_6),
                        values)
                .error();
    }

    @Test
    void nineOfTenValuesStayBelowTheNinetyPercentBound() {
        ReferenceRuns.load().series().forEach((name, values) -> {
            if (values.size() >= 200 && !name.equals("ramp")) {
                assertThat(Score.of(ADAPTIVE, values).covered()).as(name).isBetween(0.87, 0.93);
            }
        });
    }
}
