/** What the planner reports on a graph where {@code kubectl describe} shows it: {@link io.dynamoplanner.k8s.event.GraphEvents}. */
package io.dynamoplanner.k8s.event;
