package io.dynamoplanner.benchmarks.core;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.predict.KalmanParameters;
import io.dynamoplanner.predict.PredictorFamilies;
import io.dynamoplanner.predict.ReferenceRelease;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The search for an order on 500 values, and one value in and one forecast out once an order is found; every 120 values the
 * order is chosen again, which is in the mean. A wave with saw teeth, which takes longer than most recorded series do: see
 * {@code planner bench arima} for those.
 */
@State(Scope.Benchmark)
public class ArimaBenchmark {
    private static final int VALUES = 500;

    private final Predictor unfitted = fed(PredictorFamilies.ours("arima", false));
    private final Predictor unfittedReference = fed(reference());
    private Predictor ours = fed(PredictorFamilies.ours("arima", false));
    private Predictor reference = fed(reference());
    private int next = VALUES;

    private static PredictorFamily reference() {
        return PredictorFamilies.reference(
                "arima", new KalmanParameters(1, 0.1, 10, 5), false, ReferenceRelease.FROM_1_6);
    }

    /** A predictor that has just gone live: it holds the values, and nobody has asked it yet. */
    private static Predictor fed(PredictorFamily family) {
        Predictor predictor = family.fresh();
        for (int i = 0; i < VALUES; i++) {
            predictor = predictor.observe(value(i));
        }
        return predictor.warmedUp();
    }

    private static double value(int i) {
        return 100 + 30 * Math.sin(i / 50.0) + Math.floorMod(i * 37, 11);
    }

    @Benchmark
    public double fit500() {
        // What holds the values has not been asked, so the order is chosen from scratch each time.
        return unfitted.observe(value(next++)).predict(1).point();
    }

    @Benchmark
    public double referenceFit500() {
        return unfittedReference.observe(value(next++)).predict(1).point();
    }

    @Benchmark
    public double updatePredict() {
        ours = ours.observe(value(next++));
        return ours.predict(1).point();
    }

    /** The history of the reference grows with every value, so it begins again after some. */
    @Benchmark
    public double referenceUpdatePredict() {
        if (reference.points() > 2 * VALUES) {
            reference = fed(reference());
        }
        reference = reference.observe(value(next++));
        return reference.predict(1).point();
    }
}
