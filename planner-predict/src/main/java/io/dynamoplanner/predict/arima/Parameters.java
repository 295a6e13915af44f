package io.dynamoplanner.predict.arima;

/**
 * Between the parameters of a model and the free numbers an optimiser may try: the constant as it is, the lags through
 * {@link LagPolynomial}, the variance as the square of the standard deviation.
 */
final class Parameters {
    private Parameters() {}

    static void constrain(ArimaOrder order, double[] free, double[] parameters) {
        if (order.constant()) {
            parameters[0] = free[0];
        }
        LagPolynomial.constrain(free, order.firstAr(), order.ar(), 1, parameters);
        LagPolynomial.constrain(free, order.firstMa(), order.ma(), -1, parameters);
        double deviation = free[order.variance()];
        parameters[order.variance()] = deviation * deviation;
    }

    static double[] free(ArimaOrder order, double[] parameters) {
        double[] free = new double[parameters.length];
        if (order.constant()) {
            free[0] = parameters[0];
        }
        LagPolynomial.free(parameters, order.firstAr(), order.ar(), 1, free);
        LagPolynomial.free(parameters, order.firstMa(), order.ma(), -1, free);
        free[order.variance()] = Math.sqrt(parameters[order.variance()]);
        return free;
    }
}
