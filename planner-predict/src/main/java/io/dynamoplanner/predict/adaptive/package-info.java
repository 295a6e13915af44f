/**
 * A predictor that asks many simple forecasts and trusts those that were right lately; {@link
 * io.dynamoplanner.predict.adaptive.AdaptiveFamily} makes it.
 */
package io.dynamoplanner.predict.adaptive;
