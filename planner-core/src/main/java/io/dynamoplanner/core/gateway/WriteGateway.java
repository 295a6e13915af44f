package io.dynamoplanner.core.gateway;

import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one place through which a plan reaches the world. Advisory mode, pause, leadership and preflight are checked here
 * and nowhere else.
 */
public final class WriteGateway {
    private WriteGateway() {}

    /** An effect and what became of it. */
    public record Written(Effect effect, Outcome outcome) {}

    /** Writes the effects of a plan, in their order. Each gets an outcome, whatever happens to the others. */
    public static List<Written> apply(Plan plan, GatewayConditions conditions, Instant now, Actuator actuator) {
        var written = new ArrayList<Written>(plan.effects().size());
        Optional<String> refusal = refusal(conditions, now);
        for (Effect effect : plan.effects()) {
            Outcome outcome = refusal.<Outcome>map(Outcome.Rejected::new).orElseGet(() -> actuator.write(effect));
            written.add(new Written(effect, outcome));
        }
        return written;
    }

    /** Why nothing may be written; empty if writing is allowed. */
    public static Optional<String> refusal(GatewayConditions conditions, Instant now) {
        if (conditions.advisory()) {
            return Optional.of("advisory mode: decisions are shown, not written");
        }
        if (conditions.paused().isPresent()) {
            return Optional.of("paused: " + conditions.paused().get());
        }
        if (!now.isBefore(conditions.leaseUntil())) {
            return Optional.of(
                    conditions.leaseUntil().equals(Instant.MIN)
                            ? "not the leader"
                            : "not the leader: the lease ended at " + conditions.leaseUntil());
        }
        if (!conditions.failedPreflight().isEmpty()) {
            return Optional.of("preflight: " + String.join("; ", conditions.failedPreflight()));
        }
        return Optional.empty();
    }
}
