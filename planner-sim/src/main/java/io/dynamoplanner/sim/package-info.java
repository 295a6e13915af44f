/**
 * A serving fleet in simulated time: {@link io.dynamoplanner.sim.Simulation} runs a policy over the requests of a trace and
 * returns what happened.
 */
package io.dynamoplanner.sim;
