package io.dynamoplanner.core.engine;

/**
 * ITL against concurrency at one context length, for every concurrency.
 *
 * <p>Between the measured loads a {@link MonotoneCubic}. Above the highest it goes on with the mean slope of the whole
 * row (the last secant alone is too noisy), below the lowest with the first slope, but not below {@code floor}.
 */
final class ContextRow {
    private final double contextLength;
    private final MonotoneCubic curve;
    private final double slopeAbove;
    private final double floor;

    /**
     * @param floor ITL in ms that no load goes below; the least that the engine showed anywhere
     */
    ContextRow(double contextLength, MonotoneCubic curve, double floor) {
        this.contextLength = contextLength;
        this.curve = curve;
        this.floor = Math.min(floor, curve.firstY());
        double span = curve.lastX() - curve.firstX();
        slopeAbove = span > 0 ? (curve.lastY() - curve.firstY()) / span : 0;
    }

    double contextLength() {
        return contextLength;
    }

    MonotoneCubic curve() {
        return curve;
    }

    double itlMs(double concurrency) {
        if (concurrency > curve.lastX()) {
            return curve.lastY() + slopeAbove * (concurrency - curve.lastX());
        }
        if (concurrency < curve.firstX()) {
            return Math.max(floor, curve.firstY() - curve.firstSlope() * (curve.firstX() - concurrency));
        }
        return curve.value(concurrency);
    }
}
