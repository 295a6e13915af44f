package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What one tick of one graph tells the metrics.
 *
 * @param decision number of the ledger line, to find the whole story from a dashboard
 * @param timing when it was, and how long it took
 * @param window the newest complete window that the tick saw; empty if it saw none
 * @param windows windows that the tick took in, and those it had to do without
 * @param forecastErrorRps what the tick before expected for the window that is new now, less what came, requests per
 *     second; empty if there was no live forecast, no new window, or its count is unknown
 * @param demand what the fleet was sized for
 * @param roles replicas and decision, role by role
 * @param targets latency targets
 * @param budget GPUs held and allowed
 */
public record TickReport(
        long decision,
        Timing timing,
        Optional<TrafficWindow> window,
        WindowCounts windows,
        OptionalDouble forecastErrorRps,
        Demand demand,
        PerRole<RoleReport> roles,
        Targets targets,
        Budget budget) {
    public TickReport {
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(windows, "windows");
        Objects.requireNonNull(forecastErrorRps, "forecastErrorRps");
        Objects.requireNonNull(demand, "demand");
        Objects.requireNonNull(roles, "roles");
        Objects.requireNonNull(targets, "targets");
        Objects.requireNonNull(budget, "budget");
    }

    /**
     * When a tick was.
     *
     * @param at when it was decided
     * @param elapsed wall-clock time since the tick before, for the GPU hours; zero for the first, never negative
     * @param took how long observing, deciding and writing took
     * @param nextDue when the next tick is due
     * @param staleAfter until when the report may be shown as the present
     */
    public record Timing(Instant at, Duration elapsed, Duration took, Instant nextDue, Instant staleAfter) {
        public Timing {
            // a clock that was set back has not given GPU hours back
            elapsed = elapsed.isNegative() ? Duration.ZERO : elapsed;
        }
    }

    /**
     * Windows of the grid since the tick before.
     *
     * @param read windows whose request count was known
     * @param unknown windows whose request count was unknown
     * @param missed windows that nobody showed to the planner
     */
    public record WindowCounts(long read, long unknown, long missed) {
        static final WindowCounts NONE = new WindowCounts(0, 0, 0);

        boolean any() {
            return read + unknown + missed > 0;
        }

        WindowCounts plus(WindowCounts other) {
            return new WindowCounts(read + other.read, unknown + other.unknown, missed + other.missed);
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
     * The report of a planning cycle. It counts as the present until one window after the next tick was due: a planner
     * that hangs does not go on showing what it saw last.
     *
     * @param decision number of the ledger line
     * @param elapsed wall-clock time since the tick before; zero for the first
     * @param took how long observing, deciding and writing took
     */
    public static TickReport of(long decision, Cycle cycle, Duration elapsed, Duration took, Targets targets) {
        LedgerEntry entry = cycle.entry();
        Instant at = entry.at();
        DemandState before = entry.before().demand();
        List<TrafficWindow> complete = entry.seen().windows().stream()
                .filter(window -> !window.end().isAfter(at))
                .toList();
        long advanced = cycle.state().demand().nextWindow() - before.nextWindow();
        List<TrafficWindow> taken = advanced > 0 ? taken(complete, advanced) : List.of();
        Instant nextDue = cycle.plan().nextWakeUp();
        Duration window = Duration.ofNanos((long) (entry.demand().windowSeconds() * 1e9));
        return new TickReport(
                decision,
                new Timing(at, elapsed, took, nextDue, nextDue.plus(window)),
                complete.isEmpty() ? Optional.empty() : Optional.of(complete.get(complete.size() - 1)),
                counts(taken, before.nextWindow() == 0 ? taken.size() : advanced),
                forecastError(before, taken),
                entry.demand(),
                cycle.plan()
                        .roles()
                        .map((role, made) -> new RoleReport(entry.seen().fleet().role(role), made)),
                targets,
                Budget.of(entry.seen().fleet(), entry.before().grant(), at));
    }

    /** The windows among the last {@code advanced} of the grid; the newest complete one is the last of the grid. */
    private static List<TrafficWindow> taken(List<TrafficWindow> complete, long advanced) {
        TrafficWindow newest = complete.get(complete.size() - 1);
        Instant from = newest.end().minus(newest.length().multipliedBy(advanced));
        return complete.stream()
                .filter(window -> !window.start().isBefore(from))
                .distinct()
                .toList();
    }

    private static WindowCounts counts(List<TrafficWindow> taken, long advanced) {
        long read = taken.stream()
                .filter(window -> window.get(Signal.REQUESTS).isKnown())
                .count();
        return new WindowCounts(read, taken.size() - read, advanced - taken.size());
    }

    /** A forecast is about the window that follows the newest one it was made from. */
    private static OptionalDouble forecastError(DemandState before, List<TrafficWindow> taken) {
        if (before.current().trust() != Demand.Trust.LIVE) {
            return OptionalDouble.empty();
        }
        for (TrafficWindow window : taken) {
            OptionalDouble requests = window.get(Signal.REQUESTS).value();
            if (before.countKnown().equals(Optional.of(window.start())) && requests.isPresent()) {
                return OptionalDouble.of(
                        (before.current().expectedRequests() - requests.getAsDouble()) / window.seconds());
            }
        }
        return OptionalDouble.empty();
    }
}
