package io.dynamoplanner.predict.prophet;

/**
 * How far the newest point lies off the curve, and how much of that lasts.
 *
 * <p>A curve through days says little about the next minutes: a load that is a tenth above its curve now is likely above it in
 * the next window as well. The residuals are taken as an autoregression of first order: its coefficient is the correlation of
 * neighbouring residuals, kept between 0 and 1, and after {@code h} points that power of it is left. For residuals that are
 * noise it is 0 and the curve stands alone.
 */
final class Persistence {
    private final double newest;
    private final double share;

    private Persistence(double newest, double share) {
        this.newest = newest;
        this.share = share;
    }

    /** The persistence of the residuals of a fit; points are neighbours if no other lies between them. */
    static Persistence of(Series series, Curve curve) {
        double before = 0;
        double squares = 0;
        double products = 0;
        for (int i = 0; i < series.size(); i++) {
            double residual = series.value(i) - curve.at(series.day(i)) / series.scale();
            squares += residual * residual;
            products += i == 0 ? 0 : residual * before;
            before = residual;
        }
        double share = squares > 0 ? Math.max(0, Math.min(1, products / squares)) : 0;
        return new Persistence(before * series.scale(), share);
    }

    /** What is left of the newest residual after so many points, in the unit of the series. */
    double left(double points) {
        return newest * StrictMath.pow(share, points);
    }

    /** Standard deviation of the residual after so many points, as a share of that of any residual. */
    double spread(double points) {
        return Math.sqrt(Math.max(0, 1 - StrictMath.pow(share, 2 * points)));
    }
}
