package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What one tick of one graph tells the metrics.
 *
 * @param timing when it was, and how long it took
 * @param windows the complete windows that it saw, oldest first; those that an earlier tick saw may be among them
 * @param demand what the fleet was sized for
 * @param roles replicas and decision, role by role
 * @param targets latency targets
 * @param budget GPUs held and allowed
 */
public record TickReport(
        Timing timing,
        List<TrafficWindow> windows,
        Demand demand,
        PerRole<RoleReport> roles,
        Targets targets,
        Budget budget) {
    public TickReport {
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(demand, "demand");
        Objects.requireNonNull(roles, "roles");
        Objects.requireNonNull(targets, "targets");
        Objects.requireNonNull(budget, "budget");
        windows = List.copyOf(windows);
    }

    /**
     * When a tick was.
     *
     * @param at when it was decided
     * @param took how long observing, deciding and writing took
     * @param nextDue when the next tick is due at the latest
     * @param staleAfter until when the report may be shown as the present
     */
    public record Timing(Instant at, Duration took, Instant nextDue, Instant staleAfter) {
        public Timing {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(took, "took");
            Objects.requireNonNull(nextDue, "nextDue");
            Objects.requireNonNull(staleAfter, "staleAfter");
        }
    }

    /** One role: its replicas before the decision, and the decision. */
    public record RoleReport(RoleFleet fleet, RoleDecision decision) {}

    /** Latency targets, ms. */
    public record Targets(double ttftMs, double itlMs) {}

    /**
     * GPUs of a graph.
     *
     * @param held GPUs held or still to be taken; empty if the width of a role is unknown
     * @param existing GPUs of the replicas that exist, whatever their state: what is paid for; empty likewise
     * @param floor GPUs below which the graph is not shrunk; empty if there is no floor
     * @param ceiling most GPUs that the graph may hold; empty if there is no limit
     */
    public record Budget(OptionalInt held, OptionalInt existing, OptionalInt floor, OptionalInt ceiling) {
        static Budget of(Fleet fleet, GpuGrant grant, Instant at) {
            OptionalInt held = OptionalInt.of(0);
            OptionalInt existing = OptionalInt.of(0);
            for (var entry : fleet.roles()) {
                RoleFleet role = entry.value();
                held = plus(held, role.holding(), role.gpusPerReplica());
                existing = plus(existing, role.ready() + role.starting() + role.terminating(), role.gpusPerReplica());
            }
            int ceiling = grant.ceilingAt(at, held.orElse(0));
            return new Budget(held, existing, limit(grant.floor()), limit(ceiling));
        }

        private static OptionalInt plus(OptionalInt sum, int replicas, OptionalInt width) {
            return sum.isPresent() && width.isPresent()
                    ? OptionalInt.of(sum.getAsInt() + replicas * width.getAsInt())
                    : OptionalInt.empty();
        }

        private static OptionalInt limit(int gpus) {
            return gpus < 0 ? OptionalInt.empty() : OptionalInt.of(gpus);
        }
    }

    /**
     * The report of a decision. It counts as the present until one window after the next tick was due: a planner that
     * hangs does not go on showing what it saw last.
     *
     * @param took how long observing, deciding and writing took
     */
    public static TickReport of(LedgerEntry entry, Duration took, Targets targets) {
        Instant at = entry.at();
        Instant nextDue = entry.plan().nextWakeUp();
        Duration window = Duration.ofNanos((long) (entry.demand().windowSeconds() * 1e9));
        return new TickReport(
                new Timing(at, took, nextDue, nextDue.plus(window)),
                entry.seen().windows().stream()
                        .filter(seen -> !seen.end().isAfter(at))
                        .toList(),
                entry.demand(),
                entry.plan()
                        .roles()
                        .map((role, made) -> new RoleReport(entry.seen().fleet().role(role), made)),
                targets,
                Budget.of(entry.seen().fleet(), entry.before().grant(), at));
    }
}
