package io.dynamoplanner.app.run;

import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.gateway.GatewayConditions;
import io.dynamoplanner.core.gateway.WriteGateway.Written;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.metrics.exporter.ThroughputDecision;
import java.time.Duration;
import java.util.List;

/**
 * One decision about one graph and what became of it.
 *
 * @param id names it in logs, events and the ledger
 * @param policy what it was made by
 * @param settings those of the policy, with the engine widths that the cluster reports
 * @param cycle what was decided, and from what
 * @param written the fate of each effect
 * @param conditions what stood in the way of writing
 * @param afresh whether it does not go on from the state that the one before it left: the first of a leader, of a policy
 * @param newWindow whether a traffic window was seen that no decision had seen before
 * @param expectedMs latency that the engine model expects of the newest window: TTFT of prefill, ITL of decode; roles of
 *     which nothing can be said are absent
 * @param took how long it took from looking to having written
 */
public record Decision(
        String id,
        GraphId graph,
        Policy policy,
        PlannerSettings settings,
        Cycle cycle,
        List<Written> written,
        GatewayConditions conditions,
        boolean afresh,
        boolean newWindow,
        PerRole<Double> expectedMs,
        Duration took) {
    public Decision {
        written = List.copyOf(written);
    }

    public LedgerEntry entry() {
        return cycle.entry();
    }

    public ThroughputDecision reason() {
        return ThroughputDecision.of(entry().demand(), entry().plan().roles());
    }

    /** Roles whose decision has not reached the cluster. */
    public List<Role> unwritten() {
        return written.stream()
                .filter(w -> !(w.outcome() instanceof Outcome.Applied || w.outcome() instanceof Outcome.Unchanged))
                .map(w -> w.effect().role())
                .toList();
    }

    /** Whether it is worth a line: new traffic was seen, or something was to be written. */
    public boolean isReportable() {
        return newWindow || !written.isEmpty();
    }

    /** What was to be written. */
    public List<Effect.SetReplicas> changes() {
        return written.stream()
                .map(Written::effect)
                .filter(Effect.SetReplicas.class::isInstance)
                .map(Effect.SetReplicas.class::cast)
                .toList();
    }
}
