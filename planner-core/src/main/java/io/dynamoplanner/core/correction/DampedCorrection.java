package io.dynamoplanner.core.correction;

/**
 * A factor that follows the profile's error but not the noise of single windows.
 *
 * <p>Factors multiply, so the average is taken of logarithms: twice too slow and twice too fast are equally far from 1.
 * With {@code e = ln(observed / expected) − ln(previous)},
 *
 * <pre>ln(next) = ln(previous) + clamp(weight · e, ±ln(maxStep)),   if |e| &gt; ln(1 + deadBand)</pre>
 *
 * and the result is held inside {@code [min, max]}. The dead band keeps replica counts from following a factor that only
 * trembles; the step bound limits what one strange window can do; the range keeps a broken profile or a broken metric
 * from sizing the fleet. Windows with fewer than {@code minRequests} requests, or without a positive finite latency,
 * teach nothing.
 *
 * @param weight share of the error that one window corrects, above 0 and at most 1
 * @param maxStep largest ratio between two successive factors, above 1
 * @param deadBand relative error that is ignored, 0 or more
 * @param min smallest factor, above 0 and at most 1
 * @param max largest factor, at least 1
 * @param minRequests fewest requests of a window that teaches
 */
public record DampedCorrection(
        double weight, double maxStep, double deadBand, double min, double max, double minRequests)
        implements CorrectionRule {
    public static final DampedCorrection DEFAULT = new DampedCorrection(0.3, 1.25, 0.05, 0.5, 2.0, 20);

    public DampedCorrection {
        require(weight > 0 && weight <= 1, "weight", weight, "above 0 and at most 1");
        require(maxStep > 1 && Double.isFinite(maxStep), "maxStep", maxStep, "finite and above 1");
        require(deadBand >= 0 && Double.isFinite(deadBand), "deadBand", deadBand, "finite and 0 or more");
        require(min > 0 && min <= 1, "min", min, "above 0 and at most 1");
        require(max >= 1 && Double.isFinite(max), "max", max, "finite and at least 1");
        require(minRequests >= 0, "minRequests", minRequests, "0 or more");
    }

    @Override
    public boolean needsSteadyFleet() {
        return true;
    }

    @Override
    public String name() {
        return "damped";
    }

    @Override
    public double next(double previous, double observedMs, double expectedMs, double requests) {
        double from = previous > 0 ? Math.max(min, Math.min(max, previous)) : 1.0;
        double ratio = observedMs / expectedMs;
        boolean teaches = requests >= minRequests && observedMs > 0 && expectedMs > 0 && ratio > 0;
        if (!teaches || !Double.isFinite(ratio)) {
            return from;
        }
        double error = StrictMath.log(ratio) - StrictMath.log(from);
        if (Math.abs(error) <= StrictMath.log1p(deadBand)) {
            return from;
        }
        double bound = StrictMath.log(maxStep);
        double step = Math.max(-bound, Math.min(bound, weight * error));
        return Math.max(min, Math.min(max, from * StrictMath.exp(step)));
    }

    private static void require(boolean holds, String field, double value, String remedy) {
        if (!holds) {
            throw new IllegalArgumentException(field + " of a damped correction must be " + remedy + ", got " + value);
        }
    }
}
