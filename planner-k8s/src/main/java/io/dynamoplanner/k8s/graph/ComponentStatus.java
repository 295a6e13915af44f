package io.dynamoplanner.k8s.graph;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One component as the operator reports it. Counts are replicas, never pods.
 *
 * @param kind of the objects behind it: {@code Deployment}, {@code PodClique}, {@code PodCliqueScalingGroup},
 *     {@code LeaderWorkerSet}
 * @param objects names of the objects behind it; two during a rolling update
 * @param replicas all that exist; empty if not reported
 * @param updated those of the newest version; empty if not reported
 * @param ready those that are ready; empty if the kind does not say
 * @param available those that are available; where it is given it stands before {@code ready}
 * @param scheduled those that have a node; empty if not reported
 * @param gpusPerReplica GPUs that one replica holds; only newer operators say
 * @param model name of the model that is served; only newer operators say
 * @param runtimeComponent name of the component in the runtime; only newer operators say
 */
public record ComponentStatus(
        String kind,
        List<String> objects,
        Optional<String> runtimeNamespace,
        OptionalInt replicas,
        OptionalInt updated,
        OptionalInt ready,
        OptionalInt available,
        OptionalInt scheduled,
        OptionalInt gpusPerReplica,
        Optional<String> model,
        Optional<String> runtimeComponent) {
    public ComponentStatus {
        objects = List.copyOf(objects);
    }

    /** Replicas that serve. */
    public int serving() {
        return available.isPresent() ? available.getAsInt() : ready.orElse(0);
    }

    /** Whether all counts are there that say whether a change has finished. */
    public boolean isComplete() {
        return replicas.isPresent() && updated.isPresent() && (available.isPresent() || ready.isPresent());
    }
}
