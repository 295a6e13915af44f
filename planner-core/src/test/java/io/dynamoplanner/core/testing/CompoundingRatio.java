package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.correction.CorrectionRule;

/** Multiplies the previous factor by observed over expected, so that each use of a window shows. */
public final class CompoundingRatio implements CorrectionRule {
    @Override
    public String name() {
        return "compounding ratio";
    }

    @Override
    public double next(double previous, double observedMs, double expectedMs, double requests) {
        return previous * observedMs / expectedMs;
    }
}
