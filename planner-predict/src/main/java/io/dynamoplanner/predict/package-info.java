/**
 * Load predictors: the reference's own arithmetic for comparison and compatibility, and a filter of ours that learns its
 * noise. {@link io.dynamoplanner.predict.PredictorFamilies} makes them by name.
 */
package io.dynamoplanner.predict;
