/** What the planner keeps about a graph between restarts: {@link io.dynamoplanner.k8s.state.StateStore}. */
package io.dynamoplanner.k8s.state;
