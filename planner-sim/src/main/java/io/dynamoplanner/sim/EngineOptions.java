package io.dynamoplanner.sim;

import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.PrefillPerformance;
import io.dynamoplanner.sim.fleet.StartUp;
import java.util.Objects;
import java.util.Optional;

/**
 * The engines of one role as they really are, which need not be what a planner believes.
 *
 * @param prefill model of prefill; needed for the prefill and the aggregated role
 * @param decode model of decode; needed for the decode and the aggregated role
 * @param speedFactor engines are this much faster than the models; positive, 1 for as fast
 * @param gpusPerEngine GPUs that one engine holds; positive
 * @param startUp time from getting the GPUs to serving
 * @param maxBatch most requests that one engine has at the same time; positive
 */
public record EngineOptions(
        Optional<PrefillPerformance> prefill,
        Optional<DecodePerformance> decode,
        double speedFactor,
        int gpusPerEngine,
        StartUp startUp,
        int maxBatch) {
    public EngineOptions {
        Objects.requireNonNull(prefill, "prefill");
        Objects.requireNonNull(decode, "decode");
        Objects.requireNonNull(startUp, "startUp");
        if (!(speedFactor > 0 && speedFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("speedFactor must be positive, got " + speedFactor);
        }
        if (gpusPerEngine < 1) {
            throw new IllegalArgumentException("gpusPerEngine must be at least 1, got " + gpusPerEngine);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1, got " + maxBatch);
        }
    }

    /** Prefill engines as fast as the model, ready at once. */
    public static EngineOptions prefill(PrefillPerformance model, int gpusPerEngine) {
        return new EngineOptions(
                Optional.of(model), Optional.empty(), 1, gpusPerEngine, StartUp.INSTANT, Integer.MAX_VALUE);
    }

    /** Decode engines as fast as the model, ready at once, with no limit to the batch but the KV cache. */
    public static EngineOptions decode(DecodePerformance model, int gpusPerEngine) {
        return new EngineOptions(
                Optional.empty(), Optional.of(model), 1, gpusPerEngine, StartUp.INSTANT, Integer.MAX_VALUE);
    }

    /** Engines that do both, as fast as the models, ready at once, with no limit to the batch but the KV cache. */
    public static EngineOptions aggregated(PrefillPerformance prefill, DecodePerformance decode, int gpusPerEngine) {
        return new EngineOptions(
                Optional.of(prefill), Optional.of(decode), 1, gpusPerEngine, StartUp.INSTANT, Integer.MAX_VALUE);
    }

    public EngineOptions withSpeedFactor(double speedFactor) {
        return new EngineOptions(prefill, decode, speedFactor, gpusPerEngine, startUp, maxBatch);
    }

    public EngineOptions withStartUp(StartUp startUp) {
        return new EngineOptions(prefill, decode, speedFactor, gpusPerEngine, startUp, maxBatch);
    }

    public EngineOptions withMaxBatch(int maxBatch) {
        return new EngineOptions(prefill, decode, speedFactor, gpusPerEngine, startUp, maxBatch);
    }
}
