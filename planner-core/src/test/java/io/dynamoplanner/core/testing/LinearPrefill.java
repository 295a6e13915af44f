package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.engine.PrefillPerformance;

/** A prefill engine on one GPU whose time to first token grows linearly with the prompt. */
public record LinearPrefill(double baseMs, double msPerToken) implements PrefillPerformance {
    @Override
    public double ttftMs(double isl) {
        return baseMs + msPerToken * isl;
    }

    @Override
    public double throughputPerGpu(double isl) {
        return 1000 * isl / ttftMs(isl);
    }
}
