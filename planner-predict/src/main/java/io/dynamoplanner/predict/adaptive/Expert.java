package io.dynamoplanner.predict.adaptive;

/**
 * One simple forecast. An expert holds no state itself: its numbers are a stretch of the predictor's, so that a predictor
 * is copied, compared and stored as one array.
 *
 * <p>Every call gets the array and the index of the expert's first number in it.
 */
sealed interface Expert permits Smoothing, DampedTrend, Autoregression, Season {

    /** How many numbers the expert keeps. */
    int size();

    /** Writes what is not 0 before the first value. */
    void begin(double[] state, int at);

    /**
     * The first value, or the first after a step: from here on the level is this value, and nothing moves. What was
     * learned about how the series behaves stays.
     *
     * @param index position of the value's window in the grid, counted from the first value
     */
    void anchor(double[] state, int at, long index, double value);

    /**
     * Takes in the value of a window.
     *
     * @param index position of the value's window in the grid
     */
    void learn(double[] state, int at, long index, double value);

    /** Windows went by of which nobody knows the value. */
    void skip(double[] state, int at, long windows);

    /**
     * The forecast; NaN if the expert cannot say yet. It may be negative or too large: the predictor bounds it.
     *
     * @param index position of the newest window in the grid
     * @param steps windows ahead, at least 1
     */
    double ahead(double[] state, int at, long index, int steps);
}
