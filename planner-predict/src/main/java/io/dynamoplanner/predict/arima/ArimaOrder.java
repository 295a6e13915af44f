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
