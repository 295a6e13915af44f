package io.dynamoplanner.benchmarks.core;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.predict.ReferenceRelease;
import io.dynamoplanner.predict.prophet.ProphetFamily;
import io.dynamoplanner.predict.prophet.ProphetOptions;
import java.time.Duration;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One value in, one curve fitted, one forecast out: three days of three-minute windows, and fifty windows. */
@State(Scope.Benchmark)
public class ProphetBenchmark {
    private final Predictor ours = warm(ProphetFamily.ours(false, history(1440)), 1440);
    private final Predictor reference =
            warm(ProphetFamily.reference(false, history(1440), ReferenceRelease.FROM_1_6), 1440);
    private final Predictor shortReference =
            warm(ProphetFamily.reference(false, history(50), ReferenceRelease.FROM_1_6), 50);
    private int next;

    private static ProphetOptions history(int windows) {
        return new ProphetOptions(Duration.ofMinutes(3), Optional.of(windows));
    }

    private static Predictor warm(PredictorFamily family, int points) {
        Predictor predictor = family.fresh();
        for (int i = 0; i < points; i++) {
            predictor = predictor.observe(
                    100 + 40 * Math.sin(i * 2 * Math.PI / 480) + 10 * Math.sin(i / 37.0) + Math.floorMod(i * 37, 11));
        }
        return predictor;
    }

    private double forecastAfter(Predictor predictor) {
        return predictor.observe(95 + (next++ & 15)).predict(1).point();
    }

    @Benchmark
    public double fitPredict1440Ours() {
        return forecastAfter(ours);
    }

    @Benchmark
    public double fitPredict1440Reference() {
        return forecastAfter(reference);
    }

    @Benchmark
    public double fitPredict50Reference() {
        return forecastAfter(shortReference);
    }
}
