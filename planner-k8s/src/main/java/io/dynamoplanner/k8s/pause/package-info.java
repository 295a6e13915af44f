/** Stops the planner from writing to one graph, by hand: {@link io.dynamoplanner.k8s.pause.Pause}. */
package io.dynamoplanner.k8s.pause;
