/** What predictors would have forecast on a recorded series, and how wrong that was. */
package io.dynamoplanner.predict.backtest;
