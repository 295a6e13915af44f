package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * GPUs that one replica holds, by whom to trust: the operator's report, then the resources of a pod times its nodes, then
 * the settings. If none of them says, the width is unknown; it is never taken for one, because a budget would then be
 * kept in name only.
 *
 * <p>Each write of replicas makes the operator's report stale until the operator has caught up. Until then the last
 * width stands, unless the resources of the pods have changed as well: then the larger one does.
 */
public final class GpuWidths {
    private final PerRole<Integer> configured;

    /** @param configured GPUs per replica of the roles for which the settings name them */
    public GpuWidths(PerRole<Integer> configured) {
        for (var entry : configured) {
            if (entry.value() < 1) {
                throw new IllegalArgumentException("GPUs per replica of role " + entry.role()
                        + " must be at least 1, not " + entry.value() + ": leave them out if they are not known");
            }
        }
        this.configured = configured;
    }

    /**
     * A width that the operator reported for a generation that it had seen.
     *
     * @param specified what the resources of the pods came to at the time; empty if they did not say
     */
    public record Reported(int gpus, OptionalInt specified) {}

    /**
     * A width.
     *
     * @param gpus GPUs per replica; empty if unknown
     * @param reported what to remember for the next time
     */
    public record Width(OptionalInt gpus, Optional<Reported> reported, List<Finding> findings) {
        public Width {
            findings = List.copyOf(findings);
        }
    }

    /** The width of a component, given what was reported of it before. */
    public Width of(Graph graph, Role role, Component component, Optional<Reported> before) {
        OptionalInt specified = specified(component);
        OptionalInt now = graph.status(component.name())
                .map(ComponentStatus::gpusPerReplica)
                .orElse(OptionalInt.empty());
        Optional<Reported> reported = reported(graph.isObserved(), now, specified, before);
        OptionalInt gpus = reported.isPresent() ? width(reported.get(), specified) : specified;
        if (gpus.isEmpty()) {
            gpus = configured.find(role).map(OptionalInt::of).orElse(OptionalInt.empty());
        }
        return new Width(gpus, reported, findings(graph, role, component, gpus));
    }

    private static Optional<Reported> reported(
            boolean observed, OptionalInt now, OptionalInt specified, Optional<Reported> before) {
        if (observed && now.isPresent()) {
            return Optional.of(new Reported(now.getAsInt(), specified));
        }
        if (before.isPresent()) {
            // An operator that has seen the new resources and reports nothing any more has withdrawn its word.
            return before.filter(last -> !observed || last.specified().equals(specified));
        }
        return now.isPresent() ? Optional.of(new Reported(now.getAsInt(), OptionalInt.empty())) : Optional.empty();
    }

    private static OptionalInt width(Reported reported, OptionalInt specified) {
        boolean sameResources = specified.isEmpty() || reported.specified().equals(specified);
        return OptionalInt.of(sameResources ? reported.gpus() : Math.max(reported.gpus(), specified.getAsInt()));
    }

    private static OptionalInt specified(Component component) {
        if (component.gpusPerPod().isEmpty()) {
            return OptionalInt.empty();
        }
        long gpus = (long) component.gpusPerPod().getAsInt() * component.nodes();
        return gpus <= Part.MOST_REPLICAS ? OptionalInt.of((int) gpus) : OptionalInt.empty();
    }

    private List<Finding> findings(Graph graph, Role role, Component component, OptionalInt gpus) {
        var findings = new ArrayList<Finding>();
        String subject = "graph " + graph.id();
        if (gpus.isEmpty()) {
            findings.add(Finding.warning(
                    "gpu-width-unknown",
                    subject,
                    "No GPU count specified for component '" + component.name()
                            + "'. Under a GPU budget it is not raised.",
                    "give its container a GPU limit, or set the GPUs per replica of role " + role
                            + " in the settings"));
        }
        configured
                .find(role)
                .filter(setting -> gpus.isPresent() && gpus.getAsInt() != setting)
                .ifPresent(setting -> findings.add(Finding.warning(
                        "gpu-width-differs",
                        subject,
                        "a replica of component '" + component.name() + "' holds " + gpus.getAsInt()
                                + " GPUs, the settings say " + setting,
                        "leave the setting out, or correct it; " + gpus.getAsInt() + " is used")));
        return findings;
    }
}
