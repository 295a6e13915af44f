package io.dynamoplanner.k8s.graph;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that is seen of one component at one moment, and whether it adds up to a change that has finished.
 *
 * @param status report of the operator; empty if there is none for the component
 * @param desired replicas asked for
 * @param pods pods in place, without those that terminate
 */
record RoleFacts(
        Graph graph,
        Component component,
        Optional<ComponentStatus> status,
        int desired,
        int pods,
        int terminatingPods,
        int unschedulablePods,
        boolean oldPods) {

    static RoleFacts of(GraphSnapshot seen, Component component) {
        List<PodState> pods = seen.pods(component.name());
        List<String> hashes = seen.graph().workerHashes();
        int terminating = (int) pods.stream().filter(PodState::terminating).count();
        return new RoleFacts(
                seen.graph(),
                component,
                seen.graph().status(component.name()),
                component.adapterOwned()
                        ? seen.adapter(component.name()).map(Adapter::replicas).orElse(component.replicas())
                        : component.replicas(),
                pods.size() - terminating,
                terminating,
                (int) pods.stream()
                        .filter(pod -> pod.unschedulable() && !pod.terminating())
                        .count(),
                pods.stream()
                        .map(PodState::workerHash)
                        .anyMatch(hash -> !hash.isEmpty() && !hashes.isEmpty() && !hashes.contains(hash)));
    }

    Optional<RoleMemory.Counts> counts() {
        return status.filter(ComponentStatus::isComplete)
                .map(s -> new RoleMemory.Counts(s.replicas().orElse(0), s.serving()));
    }

    int updated() {
        return status.map(s -> s.updated().orElse(0)).orElse(0);
    }

    /** Replicas that the pods in place make up, a started one for a whole one; 0 where others stand among them. */
    int podReplicas() {
        return component.sidePods() ? 0 : inReplicas(pods);
    }

    int terminating() {
        return inReplicas(terminatingPods);
    }

    /** Replicas that have no node: as the operator counts them, or else as the scheduler marks their pods. */
    int waiting() {
        if (status.isPresent() && status.get().scheduled().isPresent()) {
            return Math.max(
                    0,
                    status.get().replicas().orElse(0) - status.get().scheduled().getAsInt());
        }
        return inReplicas(unschedulablePods);
    }

    private int inReplicas(int count) {
        return (count + component.nodes() - 1) / component.nodes();
    }

    /** Whether replicas are being replaced: some of those that serve are of an older version. */
    boolean isUpdating() {
        // Not all that exist: some kinds count a new replica as up to date only when it is ready.
        boolean mixed = graph.isObserved()
                && counts().filter(c -> updated() < c.serving()).isPresent();
        return mixed || graph.status().isRolling() || isRestarting();
    }

    private boolean isRestarting() {
        return graph.status().restarting().contains(component.name());
    }

    /** Pods beyond what is asked for, in replicas. */
    int surplus() {
        return surplus(desired);
    }

    private int surplus(int goal) {
        return Math.max(0, podReplicas() - goal);
    }

    /** How far the role is from a count, in replicas; it only matters whether it becomes smaller. */
    long gap(int goal) {
        long gap = (long) surplus(goal) + terminating();
        if (counts().isPresent()) {
            gap += Math.abs((long) goal - counts().get().replicas())
                    + Math.abs((long) goal - counts().get().serving())
                    + Math.abs((long) goal - updated());
        }
        return gap;
    }

    /** Whether everything serves as asked for, and only the operator's own account of the update is at odds with it. */
    boolean isDrift() {
        return graph.isObserved()
                && !graph.status().isRolling()
                && !isRestarting()
                && !oldPods
                && terminatingPods == 0
                && component.replicas() == desired
                && counts().equals(Optional.of(new RoleMemory.Counts(desired, desired)));
    }

    /**
     * Why a change has not finished, as far as the specification and the operator's report go; empty if it has. That the
     * graph is Ready is never enough: it may be so at an older generation, and for a moment it is so at the new one
     * before the counts have moved.
     */
    Optional<String> unfinished() {
        if (counts().isEmpty()) {
            return Optional.of("the operator reports no counts");
        }
        RoleMemory.Counts counts = counts().get();
        if (!graph.isObserved()) {
            var observed = graph.status().observedGeneration();
            return Optional.of("generation " + graph.generation()
                    + " of the graph has not been observed yet, the report is" + " about "
                    + (observed.isPresent() ? "generation " + observed.getAsLong() : "an unknown one"));
        }
        if (component.replicas() != desired) {
            return Optional.of(
                    "the adapter asks for " + desired + " replicas, the graph still for " + component.replicas());
        }
        if (graph.status().isRolling()) {
            return Optional.of("a rolling update is " + graph.status().rollingUpdatePhase());
        }
        if (isRestarting()) {
            return Optional.of("a restart is in progress");
        }
        if (counts.replicas() != desired || counts.serving() != desired || updated() != desired) {
            return Optional.of("of " + desired + " replicas " + counts.replicas() + " exist, " + updated()
                    + " are up to date and " + counts.serving() + " serve");
        }
        if (terminatingPods > 0) {
            return Optional.of("pods still terminate: " + terminatingPods);
        }
        return notReady();
    }

    /**
     * The operator's word that an object of this component is not ready. Right after a change its counts are still those
     * from before, and this is the only sign. What it says of other components does not matter here.
     */
    private Optional<String> notReady() {
        List<String> objects = status.map(ComponentStatus::objects).orElse(List.of());
        return graph.status()
                .ready()
                .filter(ready -> !ready.met())
                .flatMap(ready -> objects.stream()
                        .filter(object -> mentions(ready.message(), object))
                        .findFirst())
                .map(object -> "the operator says that " + object + " is not ready");
    }

    private static boolean mentions(String message, String object) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(object) + "(?![\\w-])")
                .matcher(message)
                .find();
    }
}
