/**
 * Load predictors: the reference's own arithmetic for comparison and compatibility, and a filter of ours that learns its
 * noise; autoregressive models are in {@link io.dynamoplanner.predict.arima}. {@link io.dynamoplanner.predict.PredictorFamilies} makes them by name.
 */
package io.dynamoplanner.predict;
