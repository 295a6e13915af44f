package io.dynamoplanner.app.run;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.gateway.WriteGateway.Written;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.k8s.event.EventReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is told to whoever reads the Events of a graph.
 *
 * @param part the role that it is about; empty for the graph
 * @param occasion what sets it apart from others with the same reason and part: as long as these three stay the same from one
 *     decision to the next, it is told once, so that a budget that binds for a day is not a write in every window of it
 */
record Announcement(EventReason reason, String part, String occasion, String message) {

    /** What a decision is worth telling. */
    static List<Announcement> of(Decision decision) {
        List<Announcement> told = new ArrayList<>();
        for (Written written : decision.written()) {
            if (written.effect() instanceof Effect.SetReplicas set) {
                told.add(of(decision, set, written.outcome()));
            }
        }
        for (var entry : decision.entry().plan().roles()) {
            RoleDecision role = entry.value();
            if (role.target().binding() == Binding.GPU_CEILING
                    && role.target().wished() > role.target().replicas()) {
                told.add(new Announcement(
                        EventReason.RESOURCE_CONSTRAINED,
                        entry.role().name(),
                        "",
                        entry.role() + " wants " + role.target().wished() + " and gets "
                                + role.target().replicas() + ": "
                                + role.target().reason() + id(decision)));
            }
        }
        return told;
    }

    private static Announcement of(Decision decision, Effect.SetReplicas set, Outcome outcome) {
        String change = set.role() + " " + set.from() + " to " + set.to();
        String why = decision.entry().plan().roles().get(set.role()).target().reason();
        String role = set.role().name();
        if (outcome instanceof Outcome.Applied || outcome instanceof Outcome.Unchanged) {
            return new Announcement(
                    set.releases() ? EventReason.SCALED_DOWN : EventReason.SCALED_UP,
                    role,
                    decision.id(),
                    change + ": " + why + id(decision));
        }
        if (outcome instanceof Outcome.Deferred deferred) {
            return new Announcement(
                    EventReason.SCALE_DEFERRED, role, change, change + " later: " + deferred.why() + id(decision));
        }
        if (outcome instanceof Outcome.Failed failed) {
            return new Announcement(
                    EventReason.SCALE_FAILED, role, change, change + " failed: " + failed.why() + id(decision));
        }
        String refused = ((Outcome.Rejected) outcome).why();
        if (decision.conditions().advisory()) {
            return new Announcement(
                    set.releases() ? EventReason.WOULD_SCALE_DOWN : EventReason.WOULD_SCALE_UP,
                    role,
                    change,
                    change + " (advisory): " + why + id(decision));
        }
        return new Announcement(
                EventReason.SCALE_REJECTED, role, change, change + " not written: " + refused + id(decision));
    }

    /** Whether this is only another word about what the other one told. */
    boolean repeats(Announcement other) {
        return reason == other.reason && part.equals(other.part) && occasion.equals(other.occasion);
    }

    private static String id(Decision decision) {
        return " [" + decision.id() + "]";
    }

    /** What a finding is worth telling when it appears; most are not worth an Event. */
    static Optional<Announcement> of(Finding finding) {
        Optional<EventReason> reason = switch (finding.code()) {
            case "permission-missing" -> Optional.of(EventReason.PERMISSION_MISSING);
            case "config-rejected", "config-needs-restart" -> Optional.of(EventReason.CONFIG_REJECTED);
            case "foreign-writer" -> Optional.of(EventReason.FOREIGN_WRITER);
            case "role-missing", "role-duplicate", "rollout-stuck" -> Optional.of(EventReason.GRAPH_NOT_READY);
            default ->
                finding.code().startsWith("prometheus-") || finding.code().startsWith("traffic-")
                        ? Optional.of(EventReason.METRICS_UNAVAILABLE)
                        : Optional.<EventReason>empty();
        };
        return reason.filter(r -> finding.severity().compareTo(Finding.Severity.WARNING) >= 0)
                .map(r -> new Announcement(r, finding.subject(), finding.code(), finding.line()));
    }
}
