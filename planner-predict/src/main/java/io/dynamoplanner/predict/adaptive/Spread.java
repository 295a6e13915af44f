package io.dynamoplanner.predict.adaptive;

/**
 * How wrong the forecasts were lately.
 *
 * <p>The variance is an exponentially weighted mean of the squared errors. Errors of a load are skewed and heavy-tailed, so it is
 * calibrated: after each window above {@code point + 1.2816 sigma} a factor grows by 1.8 %, after each other window it shrinks
 * by 0.2 %. It rests where one window in ten is above, whatever the distribution.
 *
 * <p>How the error grows with the horizon is read off the series: if values eight windows apart differ no more than
 * neighbours do, the series returns to where it was and later windows are as certain as the next; on a random walk the
 * squares grow eightfold, on a straight line sixty-four-fold. The exponent between the two is used for every horizon.
 *
 * @param variance mean squared error of the forecast for the next window
 * @param calibration factor to the standard deviation
 * @param near mean squared difference of neighbours
 * @param far mean squared difference of values {@value #FAR} windows apart
 */
record Spread(double variance, double calibration, double near, double far) {
    static final int NUMBERS = 4;
    static final int FAR = 8;
    static final Spread UNKNOWN = new Spread(0, 1, 0, 0);

    /** The newest squared error weighs 5 %: the spread is that of the last twenty windows or so. */
    private static final double ERROR_SHARE = 0.05;

    private static final double DIFFERENCE_SHARE = 0.02;
    private static final double Z90 = 1.2816;
    private static final double CALIBRATION_RATE = 0.02;
    private static final double WIDEN = StrictMath.exp(CALIBRATION_RATE * 0.9);
    private static final double NARROW = StrictMath.exp(-CALIBRATION_RATE * 0.1);
    private static final double NARROWEST = 0.5;
    private static final double WIDEST = 4;

    double deviation() {
        return Math.sqrt(variance);
    }

    /**
     * @param points values before this one, at least 1
     * @param error value minus forecast, cut where one window must not say more
     * @param excess value minus forecast as it was
     * @param step difference to the value before
     * @param wideStep difference to the value {@value #FAR} windows before
     */
    Spread learn(int points, double error, double excess, double step, double wideStep) {
        double share = Math.max(ERROR_SHARE, 1.0 / points);
        double wide = Math.max(DIFFERENCE_SHARE, 1.0 / points);
        return new Spread(
                variance + share * (error * error - variance),
                excess > Z90 * calibration * deviation()
                        ? Math.min(WIDEST, calibration * WIDEN)
                        : Math.max(NARROWEST, calibration * NARROW),
                near + wide * (step * step - near),
                far + wide * (wideStep * wideStep - far));
    }

    /** Standard deviation of the forecast error so many windows ahead. */
    double sigma(long steps) {
        double sigma = calibration * deviation();
        if (steps > 1 && near > 0 && far > near) {
            double exponent = Math.min(2, StrictMath.log(far / near) / StrictMath.log(FAR));
            sigma *= StrictMath.pow((double) steps, exponent / 2);
        }
        return Double.isFinite(sigma) ? sigma : 0;
    }
}
