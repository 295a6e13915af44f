/** Minimisation of functions of a few dozen variables. */
package io.dynamoplanner.predict.optimise;
