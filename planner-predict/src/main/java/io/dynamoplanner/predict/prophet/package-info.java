/**
 * A load as a broken line with daily, weekly and yearly seasons, fitted as a whole to the recent history.
 *
 * <p>{@link io.dynamoplanner.predict.prophet.ProphetFamily} is the entry. A predictor holds its history and fits a curve when
 * it is asked: placing of changepoints, seasons, sums over the history, the posterior and its maximisation are a class each.
 */
package io.dynamoplanner.predict.prophet;
