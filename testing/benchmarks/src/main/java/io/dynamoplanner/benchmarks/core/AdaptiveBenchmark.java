package io.dynamoplanner.benchmarks.core;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.predict.PredictorFamilies;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One value in, one forecast out, after a day of windows. */
@State(Scope.Benchmark)
public class AdaptiveBenchmark {
    private static final int DAY = 1440;

    private final double[] series = new double[1024];
    private Predictor adaptive =
            PredictorFamilies.ours("adaptive", false, Duration.ofMinutes(1)).fresh();
    private Predictor auto =
            PredictorFamilies.ours("auto", false, Duration.ofMinutes(1)).fresh();
    private int next;

    @Setup
    public void warm() {
        for (int i = 0; i < series.length; i++) {
            series[i] = 100 + 30 * Math.sin(i / 50.0) + Math.floorMod(i * 37, 11);
        }
        for (int i = 0; i < 2 * DAY; i++) {
            adaptive = adaptive.observe(series[i & 1023]);
            auto = auto.observe(series[i & 1023]);
        }
    }

    @Benchmark
    public double adaptive() {
        adaptive = adaptive.observe(series[next++ & 1023]);
        return adaptive.predict(1).point();
    }

    @Benchmark
    public double auto() {
        auto = auto.observe(series[next++ & 1023]);
        return auto.predict(1).point();
    }
}
