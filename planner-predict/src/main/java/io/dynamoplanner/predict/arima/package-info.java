/**
 * Autoregressive integrated moving averages: the order is searched, the parameters maximise the exact likelihood, and the
 * forecast is the conditional mean.
 *
 * <p>{@link io.dynamoplanner.predict.arima.ArimaFamily} is the way in. Below it, from the top: the search for the order, the
 * fit of one order, the likelihood, and the tools these stand on (start values, transformation, optimiser).
 */
package io.dynamoplanner.predict.arima;
