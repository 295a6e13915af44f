package io.dynamoplanner.core.correction;

public interface CorrectionRule {
    String name();

    double next(double previous, double observedMs, double expectedMs, double requests);
}
