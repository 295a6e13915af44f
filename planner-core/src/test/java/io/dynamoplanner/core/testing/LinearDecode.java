package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.DecodePoint;

/**
 * A decode engine on one GPU whose inter-token latency grows linearly with the requests that it decodes, whatever their
 * context; the KV cache limits how many fit.
 */
public record LinearDecode(double baseMs, double msPerRequest, double maxKvTokens) implements DecodePerformance {
    @Override
    public double itlMs(double concurrency, double contextLength) {
        return baseMs + msPerRequest * concurrency;
    }

    @Override
    public DecodePoint best(double itlTargetMs, double contextLength) {
        double fits = maxKvTokens / contextLength;
        double fast = (itlTargetMs - baseMs) / msPerRequest;
        boolean feasible = fast >= 1;
        double held = feasible ? Math.min(fits, fast) : 1;
        double itl = itlMs(held, contextLength);
        return new DecodePoint(feasible, 1000 * held / itl, itl, held * contextLength / maxKvTokens);
    }
}
