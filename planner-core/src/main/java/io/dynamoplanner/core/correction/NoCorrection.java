package io.dynamoplanner.core.correction;

/** Trusts the profile: the factor is 1. */
public final class NoCorrection implements CorrectionRule {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public double next(double previous, double observedMs, double expectedMs, double requests) {
        return 1.0;
    }
}
