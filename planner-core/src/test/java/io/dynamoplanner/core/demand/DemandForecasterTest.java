package io.dynamoplanner.core.demand;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static io.dynamoplanner.core.testing.Traffic.after;
import static io.dynamoplanner.core.testing.Traffic.idle;
import static io.dynamoplanner.core.testing.Traffic.requests;
import static io.dynamoplanner.core.testing.Traffic.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.demand.Demand.Trust;
import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Prediction.Basis;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.testing.LastValuePredictor;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.testing.TrendPredictor;
import io.dynamoplanner.core.traffic.RecordedTraffic;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the forecaster makes of windows that were read. */
class DemandForecasterTest {
    private final DemandForecaster forecaster = forecaster(LastValuePredictor.family(0), Duration.ZERO, Quantile.POINT);

    @Test
    void theDemandIsTheForecastFromTheNewestWindow() {
        Demand demand = advance(forecaster, forecaster.fresh(), List.of(window(0, 600, 2000, 120)), after(0, 1))
                .current();

        assertThat(demand)
                .isEqualTo(new Demand(
                        Trust.LIVE,
                        600,
                        600,
                        2000,
                        120,
                        60,
                        Reuse.NONE,
                        Basis.LAST_VALUE,
                        PerRole.empty(),
                        Optional.empty(),
                        List.of(
                                new Demand.Forecast("requests", "last-value", "last value"),
                                new Demand.Forecast("isl", "last-value", "last value"),
                                new Demand.Forecast("osl", "last-value", "last value")),
                        "forecast from the newest window"));
        assertThat(demand.requestsPerSecond()).isEqualTo(10);
    }

    @Test
    void beforeTheFirstWindowIsCompleteThereIsNoDemand() {
        DemandState fresh = forecaster.fresh();

        assertThat(advance(forecaster, fresh, List.of(requests(0, 600)), after(-1, 59)))
                .isEqualTo(fresh);
        assertThat(fresh.current().trust()).isEqualTo(Trust.NONE);
        assertThat(fresh.current().why()).isEqualTo("no traffic window has completed yet");
        assertThat(fresh.current().windowSeconds()).isEqualTo(60);
    }

    @Test
    void aWindowCountsOnceHoweverOftenItIsShown() {
        List<TrafficWindow> windows = List.of(requests(0, 100), requests(0, 100), requests(1, 300), requests(0, 100));
        DemandState once = advance(forecaster, forecaster.fresh(), windows, after(1, 1));

        assertThat(points(once)).isEqualTo(2);
        assertThat(once.current().requests()).isEqualTo(300);
        assertThat(advance(forecaster, once, windows, after(1, 30))).isEqualTo(once);
    }

    @Test
    void aWindowThatIsNotCompleteYetIsLeftForLater() {
        DemandState state =
                advance(forecaster, forecaster.fresh(), List.of(requests(0, 100), requests(1, 40)), after(0, 20));

        assertThat(state.current().requests()).isEqualTo(100);
        assertThat(advance(forecaster, state, List.of(requests(1, 90)), after(1, 1))
                        .current()
                        .requests())
                .isEqualTo(90);
    }

    @Test
    void aGapInTheWindowsIsNotFedAsZeros() {
        DemandState state = advance(forecaster, forecaster.fresh(), List.of(requests(0, 100)), after(0, 1));
        state = advance(forecaster, state, List.of(requests(5, 120)), after(5, 1));

        assertThat(points(state)).isEqualTo(2);
        assertThat(state.current().trust()).isEqualTo(Trust.LIVE);
        assertThat(state.nextWindow()).isEqualTo(6);
    }

    @Test
    void aConfirmedZeroIsDemandZeroWithTheLengthsLastSeen() {
        DemandState state = advance(
                forecaster, forecaster.fresh(), List.of(window(0, 600, 2000, 120), idle(1), idle(2)), after(2, 1));

        assertThat(state.current().trust()).isEqualTo(Trust.LIVE);
        assertThat(state.current().requests()).isZero();
        assertThat(state.current().isl()).isEqualTo(2000);
        assertThat(state.current().osl()).isEqualTo(120);
        assertThat(points(state)).isEqualTo(3);
        assertThat(state.predictors().isl().points())
                .as("lengths of no request")
                .isEqualTo(1);
    }

    @Test
    void anIdleStartTeachesNothing() {
        DemandState state = advance(forecaster, forecaster.fresh(), List.of(idle(0), idle(1), idle(2)), after(2, 1));

        assertThat(points(state)).isZero();
        assertThat(state.predictors().isl().points()).isZero();
        assertThat(state.current().trust()).isEqualTo(Trust.LIVE);
        assertThat(state.current().requests()).isZero();
    }

    @Test
    void withTheReferencesIdleRuleAnIdleWindowPlansNothingAndIsLearnedAsZeros() {
        var reference = new DemandForecaster(
                Traffic.GRID,
                LastValuePredictor.family(0),
                new DemandForecaster.Settings(Duration.ZERO, Quantile.POINT, IdleRule.SKIP_PLANNING, Map.of()));
        DemandState state =
                advance(reference, reference.fresh(), List.of(window(0, 600, 2000, 120), idle(1)), after(1, 1));

        assertThat(state.current().trust()).isEqualTo(Trust.NONE);
        assertThat(state.current().why()).contains("no request");
        assertThat(state.predictors().isl().last()).isZero();
        assertThat(points(state)).isEqualTo(2);
    }

    @Test
    void aWarmUpIsLearnedAndItsLengthsCarryAnIdleStart() {
        DemandState warm = forecaster.warmUp(List.of(
                TrafficSample.IDLE,
                new TrafficSample(500, 1000, 100),
                TrafficSample.IDLE,
                new TrafficSample(700, 1500, 150),
                TrafficSample.IDLE));

        assertThat(points(warm)).isEqualTo(4);
        assertThat(warm.predictors().osl().last()).isEqualTo(150);
        assertThat(warm.current().trust()).isEqualTo(Trust.NONE);
        Demand live = advance(forecaster, warm, List.of(idle(0)), after(0, 1)).current();
        assertThat(live.isl()).isEqualTo(1500);
        assertThat(live.osl()).isEqualTo(150);
    }

    @Test
    void aPredictorThatFailsHoldsTheFleetAndTheNextWindowIsTaken() {
        DemandForecaster fragile = forecaster(FragilePredictor.FAMILY, Duration.ZERO, Quantile.POINT);
        DemandState good = advance(fragile, fragile.fresh(), List.of(requests(0, 100)), after(0, 1));

        DemandState failed = advance(fragile, good, List.of(requests(1, FragilePredictor.TOO_MUCH)), after(1, 1));

        assertThat(failed.current().trust()).isEqualTo(Trust.NONE);
        assertThat(failed.current().why())
                .isEqualTo("the predictor failed at this window: java.lang.ArithmeticException: too much;"
                        + " replicas are held");
        assertThat(failed.current().forecasts())
                .containsExactly(
                        new Demand.Forecast("requests", "fragile", "failed: java.lang.ArithmeticException: too much"));
        assertThat(failed.nextWindow()).isEqualTo(2);
        DemandState back = advance(fragile, failed, List.of(requests(2, 120)), after(2, 1));
        assertThat(back.current().trust()).isEqualTo(Trust.LIVE);
        assertThat(back.current().expectedRequests()).isEqualTo(120);
    }

    /** Last value; some values are too much for it. */
    private record FragilePredictor(double last) implements Predictor {
        static final double TOO_MUCH = 666;
        static final PredictorFamily FAMILY = new PredictorFamily() {
            @Override
            public String name() {
                return "fragile";
            }

            @Override
            public Predictor fresh() {
                return new FragilePredictor(0);
            }

            @Override
            public Predictor restore(Snapshot snapshot) {
                throw new AssertionError("nobody restores it");
            }
        };

        @Override
        public Predictor observe(double value) {
            if (value == TOO_MUCH) {
                throw new ArithmeticException("too much");
            }
            return new FragilePredictor(value);
        }

        @Override
        public Prediction predict(int stepsAhead) {
            return new Prediction(last, 0, Basis.MODEL);
        }

        @Override
        public double last() {
            return last;
        }

        @Override
        public int points() {
            return 1;
        }

        @Override
        public Predictor warmedUp() {
            return this;
        }

        @Override
        public Snapshot snapshot() {
            return new Snapshot("fragile", List.of(last));
        }
    }

    @Test
    void aGapInWhatIsLearnedIsToldInItsPlaceAndInOnePiece() {
        DemandForecaster telling = forecaster(TellingPredictor.FAMILY, Duration.ZERO, Quantile.POINT);
        Optional<TrafficSample> known = Optional.of(new TrafficSample(5, 1000, 100));

        DemandState warm = telling.warmUp(
                new RecordedTraffic(List.of(
                        known, Optional.empty(), Optional.empty(), Optional.of(TrafficSample.IDLE), Optional.empty())),
                Duration.ZERO);

        assertThat(warm.predictors().requests()).isEqualTo(new TellingPredictor("5 missed2 0 missed1 live"));
        assertThat(warm.predictors().isl())
                .asInstanceOf(InstanceOfAssertFactories.type(TellingPredictor.class))
                .extracting(TellingPredictor::told)
                .asString()
                .startsWith("1000 missed2 ")
                .endsWith(" missed1 live");
    }

    /** Says what it was told. */
    private record TellingPredictor(String told) implements Predictor {
        static final PredictorFamily FAMILY = new PredictorFamily() {
            @Override
            public String name() {
                return "telling";
            }

            @Override
            public Predictor fresh() {
                return new TellingPredictor("");
            }

            @Override
            public Predictor restore(Snapshot snapshot) {
                throw new AssertionError("nobody restores it");
            }
        };

        private TellingPredictor and(String more) {
            return new TellingPredictor((told + " " + more).trim());
        }

        @Override
        public Predictor observe(double value) {
            return and(String.valueOf(Math.round(value)));
        }

        @Override
        public Predictor missed(long windows) {
            return and("missed" + windows);
        }

        @Override
        public Prediction predict(int stepsAhead) {
            return new Prediction(0, 0, Prediction.Basis.NO_DATA);
        }

        @Override
        public double last() {
            return 0;
        }

        @Override
        public int points() {
            return 0;
        }

        @Override
        public Predictor warmedUp() {
            return and("live");
        }

        @Override
        public Snapshot snapshot() {
            return new Snapshot("telling", List.of());
        }
    }

    @ParameterizedTest(name = "horizon {0} s: sized for {1}")
    @CsvSource({"0,300", "1,400", "60,400", "61,500", "180,600"})
    void onAGrowingTrendTheLoadAtTheHorizonIsSizedFor(long horizonSeconds, double requests) {
        DemandForecaster ahead = forecaster(TrendPredictor.FAMILY, Duration.ofSeconds(horizonSeconds), Quantile.POINT);
        Demand demand = advance(ahead, ahead.fresh(), List.of(requests(0, 100), requests(1, 200)), after(1, 1))
                .current();

        assertThat(demand.requests()).isEqualTo(requests);
        assertThat(demand.expectedRequests()).isEqualTo(300);
    }

    @Test
    void startsThatWereSeenDecideHowFarToLookAndTheSlowestRoleCounts() {
        DemandForecaster ahead = forecaster(TrendPredictor.FAMILY, Duration.ofSeconds(60), Quantile.POINT);
        var slow = new StartUpTimes(List.of(90.0, 90.0, 90.0, 90.0, 90.0), Optional.empty());
        var fast = new StartUpTimes(List.of(20.0, 20.0, 20.0, 20.0, 20.0), Optional.empty());

        assertThat(ahead.horizon(PerRole.empty())).isEqualTo(Duration.ofSeconds(60));
        assertThat(ahead.horizon(PerRole.of(PREFILL, fast, DECODE, StartUpTimes.NONE)))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(ahead.horizon(PerRole.of(PREFILL, fast, DECODE, fast))).isEqualTo(Duration.ofSeconds(20));
        assertThat(ahead.horizon(PerRole.of(PREFILL, fast, DECODE, slow))).isEqualTo(Duration.ofSeconds(90));
        assertThat(forecaster.horizon(PerRole.of(PREFILL, slow, DECODE, slow)))
                .as("the reference looks at the next window, whatever was seen")
                .isZero();
    }

    @Test
    void onAFallingTrendTheNextWindowIsThePeakOnTheWayToTheHorizon() {
        DemandForecaster ahead = forecaster(TrendPredictor.FAMILY, Duration.ofMinutes(5), Quantile.POINT);
        Demand demand = advance(ahead, ahead.fresh(), List.of(requests(0, 1000), requests(1, 800)), after(1, 1))
                .current();

        assertThat(demand.requests()).isEqualTo(600);
    }

    @Test
    void aTrendThatCrossesZeroIsNoNegativeLoadAndNoNegativeLength() {
        DemandForecaster ahead = forecaster(TrendPredictor.FAMILY, Duration.ZERO, Quantile.POINT);
        Demand demand = advance(
                        ahead, ahead.fresh(), List.of(window(0, 1000, 900, 300), window(1, 100, 90, 30)), after(1, 1))
                .current();

        assertThat(demand.requests()).isZero();
        assertThat(demand.expectedRequests()).isZero();
        assertThat(demand.isl()).isZero();
        assertThat(demand.osl()).isZero();
    }

    @Test
    void theQuantileIsSizedForAndThePointIsExpected() {
        DemandForecaster cautious = forecaster(LastValuePredictor.family(50), Duration.ZERO, new Quantile(0.9, 1.2816));
        Demand demand = advance(cautious, cautious.fresh(), List.of(requests(0, 1000)), after(0, 1))
                .current();

        assertThat(demand.requests()).isEqualTo(1064.08, within(1e-9));
        assertThat(demand.expectedRequests()).isEqualTo(1000);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new DemandForecaster.Settings(
                        Duration.ofSeconds(-1), Quantile.POINT, IdleRule.DEMAND_ZERO, Map.of()))
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> new Quantile(0.9, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Quantile(1, 2)).hasMessageContaining("1.0");
    }

    private static DemandState advance(
            DemandForecaster by, DemandState state, List<TrafficWindow> windows, Instant now) {
        return by.advance(state, windows, now, by.horizon(PerRole.empty()));
    }

    private static long points(DemandState state) {
        return state.predictors().requests().points();
    }

    private static DemandForecaster forecaster(PredictorFamily family, Duration startup, Quantile quantile) {
        return new DemandForecaster(
                Traffic.GRID, family, new DemandForecaster.Settings(startup, quantile, IdleRule.DEMAND_ZERO, Map.of()));
    }
}
