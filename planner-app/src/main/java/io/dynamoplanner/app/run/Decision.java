package io.dynamoplanner.app.run;

import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.gateway.GatewayConditions;
import io.dynamoplanner.core.gateway.WriteGateway.Written;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.role.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One decision about one graph and what became of it.
 *
 * @param id names it in logs, events and the ledger
 * @param entry what was decided, and from what
 * @param written the fate of each effect
 * @param conditions what stood in the way of writing
 * @param newWindow whether a traffic window was seen that no decision had seen before
 * @param forecastError requests forecast for the newest window minus those counted; empty where one of them is unknown
 * @param took how long it took from looking to having written
 */
public record Decision(
        String id,
        GraphId graph,
        Policy policy,
        LedgerEntry entry,
        List<Written> written,
        GatewayConditions conditions,
        boolean newWindow,
        OptionalDouble forecastError,
        Duration took) {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    public Decision {
        written = List.copyOf(written);
    }

    /** The id of a decision made then. There is at most one for a graph and millisecond. */
    static String id(Instant at) {
        return ID.format(at);
    }

    /** Roles whose decision has not reached the cluster. */
    public List<Role> unwritten() {
        return written.stream()
                .filter(w -> !(w.outcome() instanceof Outcome.Applied))
                .map(w -> w.effect().role())
                .toList();
    }

    /** Whether it is worth a line: new traffic was seen, or something was to be written. */
    public boolean isReportable() {
        return newWindow || !written.isEmpty();
    }

    /** What was to be written to a role; null-free: empty if nothing. */
    public List<Effect.SetReplicas> changes() {
        return written.stream()
                .map(Written::effect)
                .filter(Effect.SetReplicas.class::isInstance)
                .map(Effect.SetReplicas.class::cast)
                .toList();
    }
}
