package io.dynamoplanner.predict.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.predict.PredictorFamilies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class BackTestTest {
    private static final Contender LAST = new Contender("constant", PredictorFamilies.ours("constant", false));
    private static final Contender ADAPTIVE =
            new Contender("adaptive", PredictorFamilies.ours("adaptive", false, Duration.ofMinutes(1)));
    private static final Contender AUTO =
            new Contender("auto", PredictorFamilies.ours("auto", false, Duration.ofMinutes(1)));

    private static BackTest ahead(int horizon) {
        return new BackTest(horizon, BackTest.USUAL_SETTLE, () -> 0);
    }

    private static List<TrafficSample> noise(int windows) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var series = new ArrayList<TrafficSample>();
        for (int i = 0; i < windows; i++) {
            series.add(new TrafficSample(
                    1000 + 50 * random.nextGaussian(),
                    800 + 5 * random.nextGaussian(),
                    200 + 5 * random.nextGaussian()));
        }
        return series;
    }

    @Test
    void errorsAreThoseOfTheForecastForTheWindowAhead() {
        var ramp = new ArrayList<TrafficSample>();
        for (int i = 1; i <= 40; i++) {
            ramp.add(new TrafficSample(10 * i, 1000, 100));
        }
        Score one = ahead(1).run(List.of(LAST), ramp).get(0);
        Score four = ahead(4).run(List.of(LAST), ramp).get(0);

        assertThat(one.requestsError()).isCloseTo(10, within(1e-9));
        assertThat(four.requestsError()).isCloseTo(40, within(1e-9));
        assertThat(one.islError()).isZero();
        assertThat(one.requests())
                .hasSize(30)
                .first()
                .extracting(Prediction::point)
                .isEqualTo(100.0);
        assertThat(four.requests())
                .hasSize(27)
                .last()
                .extracting(Prediction::point)
                .isEqualTo(360.0);
        assertThat(ahead(4).firstScored()).isEqualTo(13);
        double last = Math.log1p(400_000) - Math.log1p(390_000);
        assertThat(one.loss()).isGreaterThan(0.8 * last).isLessThan(0.8 * Math.log(1.1));
    }

    @Test
    void theLossWeighsTokensFourTimesAsMuchAsLengths() {
        TrafficSample actual = new TrafficSample(99, 9, 9);
        double products = Math.log1p(99 * 9) - Math.log1p(9);
        assertThat(ForecastLoss.of(actual, actual)).isZero();
        assertThat(ForecastLoss.of(new TrafficSample(1, 9, 9), actual)).isCloseTo(0.8 * products, within(1e-12));
        assertThat(ForecastLoss.of(new TrafficSample(0, 99, 9), new TrafficSample(0, 9, 9)))
                .isCloseTo(0.1 * Math.log(10), within(1e-12));
        assertThat(ForecastLoss.of(new TrafficSample(-5, 9, 9), new TrafficSample(0, 9, 9)))
                .isZero();
    }

    @Test
    void windowsWithoutRequestsCarryTheLengths() {
        var series = new ArrayList<TrafficSample>();
        for (int i = 0; i < 40; i++) {
            series.add(i % 2 == 0 ? new TrafficSample(10, 500, 50) : TrafficSample.IDLE);
        }
        Score score = ahead(1).run(List.of(LAST), series).get(0);
        assertThat(score.islError()).isZero();
        assertThat(score.oslError()).isZero();
        assertThat(score.requestsError()).isEqualTo(10);
    }

    @Test
    void boundsCoverWhatTheySay() {
        Score score = ahead(1).run(List.of(ADAPTIVE), noise(1500)).get(0);
        assertThat(score.covered90()).isBetween(0.88, 0.92);
        assertThat(score.covered95()).isBetween(0.93, 0.97);
        assertThat(score.covered99()).isBetween(0.97, 1.0);
    }

    @Test
    void theBetterOneIsRecommended() {
        List<Score> scores = ahead(1).run(List.of(LAST, ADAPTIVE, AUTO), noise(400));
        Recommendation recommendation = Recommendation.of(scores);
        assertThat(recommendation.score().name()).isEqualTo("adaptive");
        assertThat(recommendation.reason()).contains("within 1 %");
        assertThat(scores.get(1).requestsError()).isLessThan(0.8 * scores.get(0).requestsError());
        assertThat(scores.get(2).choice()).isEqualTo("adaptive");
        assertThat(scores.get(0).choice()).isEmpty();
    }

    @Test
    void aStaticLoadIsLeftToTheFirst() {
        List<Score> scores = ahead(1).run(
                        List.of(LAST, ADAPTIVE), java.util.Collections.nCopies(50, new TrafficSample(10, 500, 50)));
        assertThat(Recommendation.of(scores).score().name()).isEqualTo("constant");
        assertThatThrownBy(() -> Recommendation.of(List.of())).hasMessageContaining("at least one");
    }

    @Test
    void sameSeriesSameScores() {
        assertThat(ahead(3).run(List.of(ADAPTIVE, AUTO), noise(100)))
                .isEqualTo(ahead(3).run(List.of(ADAPTIVE, AUTO), noise(100)));
    }

    @Test
    void timesAreThoseOfTheClock() {
        long[] now = {0};
        BackTest timed = new BackTest(1, 1, () -> now[0] += 500);
        assertThat(timed.run(List.of(LAST), noise(20)).get(0).nanosPerWindow()).isEqualTo(500);
    }

    @Test
    void aSeriesThatIsTooShortIsRefused() {
        assertThat(ahead(2).leastWindows()).isEqualTo(12);
        assertThat(ahead(2).run(List.of(LAST), noise(12)).get(0).requests()).hasSize(1);
        assertThatThrownBy(() -> ahead(2).run(List.of(LAST), noise(11))).hasMessageContaining("at least 12 windows");
        assertThatThrownBy(() -> new BackTest(0, 1, () -> 0)).hasMessageContaining("at least 1");
    }
}
