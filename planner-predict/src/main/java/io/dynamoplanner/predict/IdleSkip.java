package io.dynamoplanner.predict;

/** Which leading zeros a predictor drops: an idle start says nothing about the load that follows. */
public enum IdleSkip {
    /** Every zero is stored. */
    NEVER,
    /** Zeros are dropped while nothing is stored; after a warm-up every zero counts. */
    WHILE_EMPTY,
    /** Zeros are dropped until the first other value after construction or after a warm-up. */
    UNTIL_FIRST_TRAFFIC;

    /**
     * Whether a value is dropped.
     *
     * @param value the value, already cleaned of NaN
     * @param points how many values are stored
     * @param sawTraffic whether a value other than 0 has come since construction or the end of the warm-up
     */
    public boolean drops(double value, int points, boolean sawTraffic) {
        if (value != 0) {
            return false;
        }
        return switch (this) {
            case NEVER -> false;
            case WHILE_EMPTY -> points == 0;
            case UNTIL_FIRST_TRAFFIC -> !sawTraffic;
        };
    }
}
