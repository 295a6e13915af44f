package io.dynamoplanner.core.correction;

/**
 * {@code observed / expected} of the last window, undamped, as in the reference's releases up to 1.0. A window that
 * gives no finite number leaves the factor as it is; an idle one, observed as 0, makes it 0.
 */
public final class LastWindowCorrection implements CorrectionRule {
    @Override
    public String name() {
        return "last-window";
    }

    @Override
    public double next(double previous, double observedMs, double expectedMs, double requests) {
        double factor = observedMs / expectedMs;
        return Double.isFinite(factor) ? factor : previous;
    }
}
