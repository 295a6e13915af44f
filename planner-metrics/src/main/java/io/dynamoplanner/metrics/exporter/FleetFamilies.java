package io.dynamoplanner.metrics.exporter;

import static io.dynamoplanner.metrics.exporter.Family.counter;
import static io.dynamoplanner.metrics.exporter.Family.gauge;

import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.metrics.exporter.TickReport.Budget;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** Replicas of a graph, the GPUs that they hold, and the GPUs that it may hold. */
final class FleetFamilies {
    static final List<Family> ALL = List.of(
            gauge(
                    "dynamo_planner_replicas",
                    "Replicas of a role: desired (specified), ready (serving), starting, terminating (draining, still"
                            + " holding GPUs). Absent while they cannot be read.",
                    FleetFamilies::replicas),
            gauge(
                    "dynamo_planner_rollout",
                    "What a role is busy with: 1 for the state it is in, 0 for the others.",
                    (graph, rows) -> graph.roles()
                            .forEach(entry -> rows.oneOf(
                                    entry.value().fleet().rollout(),
                                    "state",
                                    "role",
                                    entry.role().name()))),
            gauge(
                    "dynamo_planner_gpus_per_replica",
                    "GPUs that one replica of a role holds. Absent if unknown.",
                    (graph, rows) -> graph.roles().forEach(entry -> {
                        OptionalInt width = entry.value().fleet().gpusPerReplica();
                        if (width.isPresent()) {
                            rows.add(width.getAsInt(), "role", entry.role().name());
                        }
                    })),
            gauge(
                    "dynamo_planner_gpus_held",
                    "GPUs that a graph holds or is about to take: replicas that exist, that are specified, that drain.",
                    budget(Budget::held)),
            gauge(
                    "dynamo_planner_gpus_floor",
                    "GPUs below which a graph is not shrunk. Absent without such a floor.",
                    budget(Budget::floor)),
            gauge(
                    "dynamo_planner_gpus_ceiling",
                    "Most GPUs that a graph may hold at present. Absent without a limit.",
                    budget(Budget::ceiling)),
            gauge(
                    "dynamo_planner_gpus_headroom",
                    "GPUs that a graph may still take: ceiling less held; negative when a budget was cut below what is"
                            + " held. Absent without a limit.",
                    budget(FleetFamilies::headroom)),
            counter(
                    "dynamo_planner_gpu_seconds_total",
                    "GPU seconds of the replicas that existed, starting and draining ones included, since the process"
                            + " started. Stands still while the GPUs of a replica are unknown.",
                    (graph, rows) -> {
                        if (graph.totals().ticks() > 0) {
                            rows.add(graph.totals().gpuSeconds());
                        }
                    }));

    private FleetFamilies() {}

    private static void replicas(GraphSeries graph, Rows rows) {
        for (var entry : graph.roles()) {
            RoleFleet fleet = entry.value().fleet();
            String role = entry.role().name();
            if (fleet.rollout() != RoleFleet.Rollout.UNKNOWN) {
                rows.add(fleet.desired(), "role", role, "state", "desired");
                rows.add(fleet.ready(), "role", role, "state", "ready");
                rows.add(fleet.starting(), "role", role, "state", "starting");
                rows.add(fleet.terminating(), "role", role, "state", "terminating");
            }
        }
    }

    private static Family.Reader budget(Function<Budget, OptionalInt> gpus) {
        return (graph, rows) -> graph.report().ifPresent(report -> {
            OptionalInt number = gpus.apply(report.budget());
            if (number.isPresent()) {
                rows.add(number.getAsInt());
            }
        });
    }

    private static OptionalInt headroom(Budget budget) {
        return budget.ceiling().isPresent() && budget.held().isPresent()
                ? OptionalInt.of(budget.ceiling().getAsInt() - budget.held().getAsInt())
                : OptionalInt.empty();
    }
}
