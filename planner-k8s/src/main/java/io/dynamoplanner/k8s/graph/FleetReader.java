package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.k8s.graph.RoleMemory.Unsettled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the fleet of a graph off its objects: how many replicas each role has, which GPUs they hold, and whether a change
 * is under way.
 *
 * <p>Two errors are excluded. A change that is under way is never taken for one that has finished: the operator must have
 * seen the newest generation, all counts must agree with what is asked for, and no pod may still be terminating. And
 * GPUs in use are never understated: what the operator counts and what pods show is added up so that
 * {@link RoleFleet#holding()} covers both, and a terminating pod counts until it is gone.
 */
public final class FleetReader {
    private final GpuWidths widths;
    private final Duration stuckAfter;
    private final Duration noCapacityAfter;

    /**
     * @param stuckAfter time without progress after which a change is stuck. Progress is coming nearer than ever to the
     *     count that is asked for, so an engine that starts and dies in turn makes none.
     * @param noCapacityAfter time without a node after which replicas are said to find none
     */
    public FleetReader(GpuWidths widths, Duration stuckAfter, Duration noCapacityAfter) {
        this.widths = widths;
        this.stuckAfter = stuckAfter;
        this.noCapacityAfter = noCapacityAfter;
    }

    /**
     * Reads the fleet.
     *
     * @param roles the component of each role; a role that has none is not part of the fleet
     * @param before what the last look remembered
     */
    public FleetReading read(GraphSnapshot seen, PerRole<Component> roles, FleetMemory before, Instant now) {
        Map<Role, RoleFleet> fleet = new HashMap<>();
        Map<Role, RoleMemory> memory = new HashMap<>();
        Map<Role, RoleEvidence> evidence = new HashMap<>();
        var findings = new ArrayList<Finding>();
        for (var entry : roles) {
            Role role = entry.role();
            Component component = entry.value();
            Optional<RoleMemory> last =
                    before.roles().find(role).filter(m -> m.component().equals(component.name()));
            var facts = RoleFacts.of(seen, component);
            var width = widths.of(seen.graph(), role, component, last.flatMap(RoleMemory::width));
            var remembered = remember(facts, width, last, now);
            Rollout rollout = rollout(facts, remembered, now);
            fleet.put(role, roleFleet(facts, remembered, width, rollout));
            memory.put(role, remembered);
            evidence.put(role, evidence(facts, remembered));
            findings.addAll(width.findings());
            findings.addAll(new RolloutFindings(facts, remembered, now).of(rollout, noCapacityAfter));
        }
        return new FleetReading(
                new Fleet(PerRole.copyOf(fleet)),
                new FleetMemory(PerRole.copyOf(memory)),
                PerRole.copyOf(evidence),
                findings);
    }

    private static RoleMemory remember(RoleFacts facts, GpuWidths.Width width, Optional<RoleMemory> last, Instant now) {
        Optional<Instant> waitingSince = facts.waiting() == 0
                ? Optional.empty()
                : last.flatMap(RoleMemory::waitingSince).or(() -> Optional.of(now));
        Optional<Unsettled> unsettled = unsettled(facts, last.flatMap(RoleMemory::unsettled), now);
        boolean settled = facts.counts().isPresent() && unsettled.isEmpty();
        return new RoleMemory(
                facts.component().name(),
                unsettled,
                facts.counts().or(() -> last.flatMap(RoleMemory::counts)),
                width.reported(),
                settled
                        ? OptionalInt.of(facts.desired())
                        : last.map(RoleMemory::lastSettled).orElse(OptionalInt.empty()),
                waitingSince);
    }

    private static Optional<Unsettled> unsettled(RoleFacts facts, Optional<Unsettled> last, Instant now) {
        if (facts.counts().isEmpty()) {
            return last;
        }
        if (why(facts).isEmpty()) {
            return Optional.empty();
        }
        if (last.isEmpty()) {
            return Optional.of(new Unsettled(now, now, facts.desired(), facts.gap(facts.desired())));
        }
        Unsettled begun = last.get();
        boolean progress = facts.gap(begun.desired()) < begun.gap();
        boolean sameGoal = begun.desired() == facts.desired();
        if (sameGoal && !progress) {
            return last;
        }
        // Another count is another end to come near to. Asking for it is no progress: a stuck role stays stuck.
        return Optional.of(new Unsettled(
                begun.since(), progress ? now : begun.progressAt(), facts.desired(), facts.gap(facts.desired())));
    }

    private static Optional<String> why(RoleFacts facts) {
        return facts.unfinished()
                .or(() -> facts.surplus() == 0
                        ? Optional.empty()
                        : Optional.of("there are pods of " + facts.podReplicas() + " replicas for " + facts.desired()));
    }

    private Rollout rollout(RoleFacts facts, RoleMemory memory, Instant now) {
        if (facts.counts().isEmpty()) {
            return Rollout.UNKNOWN;
        }
        if (memory.unsettled().isEmpty()) {
            return Rollout.SETTLED;
        }
        if (facts.graph().status().rollingUpdatePhase().equals("Failed")) {
            return Rollout.STUCK;
        }
        if (!now.isBefore(memory.unsettled().get().progressAt().plus(stuckAfter))) {
            // Pods that nobody accounts for are not those of a change; they hold GPUs, but there is no end to wait for.
            return facts.unfinished().isEmpty() ? Rollout.SETTLED : Rollout.STUCK;
        }
        return facts.isUpdating() ? Rollout.UPDATING : Rollout.SCALING;
    }

    private static RoleFleet roleFleet(RoleFacts facts, RoleMemory memory, GpuWidths.Width width, Rollout rollout) {
        RoleMemory.Counts counts = memory.counts().orElse(new RoleMemory.Counts(0, 0));
        // Where the graph asks for more than its adapter, the operator will still make them before it learns better.
        int coming = facts.component().replicas() > facts.desired()
                ? facts.component().replicas()
                : 0;
        int existing = Math.max(coming, Math.max(counts.replicas(), facts.podReplicas()));
        return new RoleFleet(
                facts.desired(),
                counts.serving(),
                Math.max(0, existing - counts.serving()),
                facts.terminating(),
                width.gpus(),
                rollout);
    }

    private static RoleEvidence evidence(RoleFacts facts, RoleMemory memory) {
        return new RoleEvidence(
                facts.component().name(),
                facts.graph().generation(),
                facts.graph().status().observedGeneration(),
                facts.desired(),
                facts.component().replicas(),
                facts.status()
                        .map(s -> new RoleEvidence.Reported(s.replicas(), s.updated(), s.serving(), s.scheduled())),
                facts.pods(),
                facts.terminating(),
                facts.waiting(),
                memory.unsettled().map(Unsettled::since),
                memory.unsettled().map(Unsettled::progressAt),
                memory.lastSettled(),
                why(facts).orElse(""));
    }
}
