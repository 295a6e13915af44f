package io.dynamoplanner.predict.arima;

/**
 * Which terms a model has.
 *
 * @param ar lags of the differenced series, p
 * @param differences how often the series is differenced before, d: 0, 1 or 2
 * @param ma lags of the errors, q
 * @param constant whether the differenced series has a constant term
 */
record ArimaOrder(int ar, int differences, int ma, boolean constant) {
    /** Most lags on either side; {@link ArimaFilter} has room for no more. */
    static final int MOST_TERMS = 5;

    ArimaOrder {
        if (Math.min(ar, ma) < 0 || Math.max(ar, ma) > MOST_TERMS) {
            throw new IllegalArgumentException(
                    "an ARIMA order has 0 to " + MOST_TERMS + " lags on each side, not " + ar + " and " + ma);
        }
    }

    /** Free parameters: the constant if there is one, the lags, and the variance of the errors. */
    int parameters() {
        return firstAr() + ar + ma + 1;
    }

    /** Parameters are laid out as constant, AR, MA, variance; index of the first AR term. */
    int firstAr() {
        return constant ? 1 : 0;
    }

    int firstMa() {
        return firstAr() + ar;
    }

    /** Index of the variance, the last parameter. */
    int variance() {
        return firstMa() + ma;
    }

    /** Components of the state: what the past contributes to this window and to the next ones. */
    int states() {
        return Math.max(ar, ma + 1);
    }
}
