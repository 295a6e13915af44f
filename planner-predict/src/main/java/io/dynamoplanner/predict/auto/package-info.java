/** A predictor that chooses among others by how right they were lately; see {@link io.dynamoplanner.predict.auto.AutoFamily}. */
package io.dynamoplanner.predict.auto;
