package io.dynamoplanner.core.traffic;

/**
 * The share of a histogram's observations within a target that lies between two of its bounds.
 *
 * <p>Inside a bucket observations are taken as spread evenly, as {@code histogram_quantile} of Prometheus does. The wider
 * the bucket, the rougher that is.
 */
public final class InsideShare {
    private InsideShare() {}

    /**
     * @param lower largest bound at or below the target
     * @param below observations up to that bound
     * @param upper smallest bound above the target, in the unit of the target; infinite if there is none
     * @param within observations up to that bound
     * @param all observations; positive
     * @return the share, 0 to 1
     */
    public static double of(double target, double lower, double below, double upper, double within, double all) {
        double part = Double.isInfinite(upper) || upper <= lower ? 0 : (target - lower) / (upper - lower);
        return Math.min(1, Math.max(0, (below + part * (within - below)) / all));
    }
}
