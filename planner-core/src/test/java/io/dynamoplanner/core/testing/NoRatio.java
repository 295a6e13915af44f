package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.correction.CorrectionRule;

/** Believes the engine models as they are. */
public final class NoRatio implements CorrectionRule {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public double next(double previous, double observedMs, double expectedMs, double requests) {
        return previous;
    }
}
