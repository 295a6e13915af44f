package io.dynamoplanner.metrics.exporter;

import static io.dynamoplanner.metrics.exporter.Family.counter;
import static io.dynamoplanner.metrics.exporter.Family.gauge;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.metrics.exporter.TickReport.Timing;
import io.dynamoplanner.metrics.exporter.Totals.Direction;
import io.dynamoplanner.metrics.exporter.Totals.Of;
import io.dynamoplanner.metrics.exporter.Totals.WriteOutcome;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What was decided about a graph, why, and what became of it. */
final class DecisionFamilies {
    static final List<Family> ALL = List.of(
            gauge(
                    "dynamo_planner_target_ttft_seconds",
                    "Target for the time to first token.",
                    (graph, rows) -> graph.report()
                            .ifPresent(report -> rows.add(report.targets().ttftMs() / 1e3))),
            gauge(
                    "dynamo_planner_target_itl_seconds",
                    "Target for the inter-token latency.",
                    (graph, rows) -> graph.report()
                            .ifPresent(report -> rows.add(report.targets().itlMs() / 1e3))),
            gauge(
                    "dynamo_planner_planned_replicas",
                    "Replicas of a role by stage of the decision: wished (what was asked for), target (after all"
                            + " constraints), now (what is written at once; the rest waits for GPUs).",
                    DecisionFamilies::planned),
            gauge(
                    "dynamo_planner_binding",
                    "What the target of a role is bound by: 1 for what bound it last, 0 for the others.",
                    (graph, rows) -> graph.roles()
                            .forEach(entry -> rows.oneOf(
                                    entry.value().decision().target().binding(),
                                    "binding",
                                    "role",
                                    entry.role().name()))),
            counter(
                    "dynamo_planner_decisions_total",
                    "Decisions about a role by what bound them.",
                    perRole(Binding.values(), "binding", Totals::decisions)),
            counter(
                    "dynamo_planner_replica_changes_total",
                    "Decided changes of a role by direction.",
                    perRole(Direction.values(), "direction", Totals::changes)),
            gauge(
                    "dynamo_planner_sizing",
                    "What sizing a role came to: 1 for sized, infeasible (no engine meets the target, whatever the"
                            + " count) or not_ready (no count can be given), 0 for the others.",
                    (graph, rows) -> graph.roles()
                            .forEach(entry -> rows.oneOf(
                                    SizingState.of(entry.value().decision().sizing()),
                                    "state",
                                    "role",
                                    entry.role().name()))),
            gauge(
                    "dynamo_planner_correction_factor",
                    "Factor between the observed latency of a role and that of its engine model.",
                    (graph, rows) -> graph.roles()
                            .forEach(entry -> rows.add(
                                    entry.value().decision().correction(),
                                    "role",
                                    entry.role().name()))),
            gauge(
                    "dynamo_planner_load_headroom_factor",
                    "Times the demand that a role is sized for, learned from the share of requests inside the targets.",
                    (graph, rows) -> graph.roles()
                            .forEach(entry -> rows.add(
                                    entry.value().decision().headroom(),
                                    "role",
                                    entry.role().name()))),
            gauge(
                    "dynamo_planner_engine_requests_per_second",
                    "Requests per second that one engine is counted for: demand over the exact number of engines. Absent"
                            + " without a demand.",
                    (graph, rows) -> graph.roles()
                            .forEach(entry -> rows.add(
                                    engineRequestsPerSecond(graph, entry.value().decision()),
                                    "role",
                                    entry.role().name()))),
            counter(
                    "dynamo_planner_writes_total",
                    "Writes of a role's replicas by outcome: applied, unchanged, deferred, rejected (advisory, paused,"
                            + " not the leader, preflight), failed.",
                    perRole(WriteOutcome.values(), "outcome", Totals::writes)),
            counter("dynamo_planner_ticks_total", "Decisions about a graph.", (graph, rows) -> {
                if (graph.totals().ticks() > 0) {
                    rows.add(graph.totals().ticks());
                }
            }),
            counter(
                    "dynamo_planner_reconcile_errors_total",
                    "Looks at a graph that ended in an error before anything was decided.",
                    (graph, rows) -> rows.add(graph.totals().reconcileErrors())),
            gauge(
                    "dynamo_planner_last_tick_timestamp_seconds",
                    "When a graph was decided about last, seconds since 1970; to the millisecond the name of the decision in the"
                            + " ledger.",
                    timestamp(Timing::at)),
            gauge(
                    "dynamo_planner_next_tick_timestamp_seconds",
                    "When the next decision about a graph is due, seconds since 1970.",
                    timestamp(Timing::nextDue)));

    private DecisionFamilies() {}

    /** What sizing came to. */
    private enum SizingState {
        SIZED,
        INFEASIBLE,
        NOT_READY;

        static SizingState of(Sizing sizing) {
            if (sizing instanceof Sizing.Sized) {
                return SIZED;
            }
            return sizing instanceof Sizing.Infeasible ? INFEASIBLE : NOT_READY;
        }
    }

    /** Demand over the exact number of engines; empty if either is missing or zero. */
    static OptionalDouble engineRequestsPerSecond(GraphSeries graph, RoleDecision decision) {
        OptionalDouble demand = TrafficFamilies.value(graph, Demand::requestsPerSecond);
        return demand.isPresent()
                        && demand.getAsDouble() > 0
                        && decision.sizing() instanceof Sizing.Sized sized
                        && sized.exact() > 0
                ? OptionalDouble.of(decision.headroom() * demand.getAsDouble() / sized.exact())
                : OptionalDouble.empty();
    }

    private static void planned(GraphSeries graph, Rows rows) {
        for (var entry : graph.roles()) {
            RoleDecision decision = entry.value().decision();
            String role = entry.role().name();
            rows.add(decision.target().wished(), "role", role, "stage", "wished");
            rows.add(decision.target().replicas(), "role", role, "stage", "target");
            rows.add(decision.now(), "role", role, "stage", "now");
        }
    }

    /** A count of each constant from the first tick on: a series that begins at 1 hides its first event from rate(). */
    private static <E extends Enum<E>> Family.Reader perRole(
            E[] constants, String label, Function<Totals, Tally<Of<E>>> tally) {
        return (graph, rows) -> graph.last().ifPresent(report -> {
            for (Role role : report.roles().roles()) {
                for (E constant : constants) {
                    long count = tally.apply(graph.totals()).of(new Of<>(role, constant));
                    rows.add(count, "role", role.name(), label, Rows.name(constant));
                }
            }
        });
    }

    private static Family.Reader timestamp(Function<Timing, Instant> when) {
        return (graph, rows) -> graph.last()
                .ifPresent(report -> rows.add(when.apply(report.timing()).toEpochMilli() / 1e3));
    }
}
