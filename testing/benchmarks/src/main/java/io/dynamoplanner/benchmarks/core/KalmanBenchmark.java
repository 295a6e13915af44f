package io.dynamoplanner.benchmarks.core;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.predict.KalmanParameters;
import io.dynamoplanner.predict.PredictorFamilies;
import io.dynamoplanner.predict.ReferenceRelease;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One value in, one forecast out. */
@State(Scope.Benchmark)
public class KalmanBenchmark {
    private final double[] series = new double[1024];
    private Predictor reference = warm(PredictorFamilies.reference(
            "kalman", new KalmanParameters(1, 0.1, 10, 5), false, ReferenceRelease.FROM_1_6));
    private Predictor ours = warm(PredictorFamilies.ours("kalman", false));
    private int next;

    private static Predictor warm(PredictorFamily family) {
        Predictor predictor = family.fresh();
        for (int i = 0; i < 20; i++) {
            predictor = predictor.observe(100 + i % 7);
        }
        return predictor;
    }

    @Setup
    public void series() {
        for (int i = 0; i < series.length; i++) {
            series[i] = 100 + 30 * Math.sin(i / 50.0) + Math.floorMod(i * 37, 11);
        }
    }

    @Benchmark
    public double referenceArithmetic() {
        reference = reference.observe(series[next++ & 1023]);
        return reference.predict(1).point();
    }

    @Benchmark
    public double ours() {
        ours = ours.observe(series[next++ & 1023]);
        return ours.predict(1).point();
    }
}
