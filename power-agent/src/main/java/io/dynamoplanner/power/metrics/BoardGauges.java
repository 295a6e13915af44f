package io.dynamoplanner.power.metrics;

import io.dynamoplanner.power.agent.BoardReport;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.cap.Wish;
import io.dynamoplanner.power.device.BoardReading;
import io.dynamoplanner.power.device.BoardReading.Throttle;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** What each board shows at the moment. A series goes with its board or its pod. */
final class BoardGauges {
    private static final double MILLI = 1000;

    private final Map<MultiGauge, Function<BoardReport, OptionalDouble>> ofBoard = new LinkedHashMap<>();
    private final MultiGauge requested;
    private final MultiGauge policyState;

    BoardGauges(MeterRegistry registry) {
        gauge(
                registry,
                "applied_limit_watts",
                "Limit that the driver was told.",
                watts(r -> OptionalLong.of(r.limitMilliwatts())));
        gauge(
                registry,
                "gpu_enforced_limit_watts",
                "Limit in force; lower than the applied one where something outside says so.",
                watts(BoardReading::enforcedMilliwatts));
        gauge(registry, "gpu_power_usage_watts", "Power that the board draws.", watts(BoardReading::usageMilliwatts));
        gauge(registry, "gpu_default_limit_watts", "Limit after a reset.", watts(BoardReading::defaultMilliwatts));
        gauge(
                registry,
                "gpu_limit_min_watts",
                "Lowest limit that the board accepts.",
                reading(r -> r.range()
                        .map(range -> OptionalDouble.of(range.minMilliwatts() / MILLI))
                        .orElse(OptionalDouble.empty())));
        gauge(
                registry,
                "gpu_limit_max_watts",
                "Highest limit that the board accepts.",
                reading(r -> r.range()
                        .map(range -> OptionalDouble.of(range.maxMilliwatts() / MILLI))
                        .orElse(OptionalDouble.empty())));
        gauge(
                registry,
                "gpu_throttled_by_power",
                "1 while a power limit or a power brake holds the clocks down.",
                reading(r -> r.throttled()
                        .map(t -> flag(t == Throttle.POWER_CAP || t == Throttle.POWER_BRAKE))
                        .orElse(OptionalDouble.empty())));
        gauge(
                registry,
                "gpu_throttled_by_heat",
                "1 while heat holds the clocks down.",
                reading(r -> r.throttled().map(t -> flag(t == Throttle.THERMAL)).orElse(OptionalDouble.empty())));
        gauge(
                registry,
                "gpu_persistence_mode",
                "1 if the driver stays loaded without clients; else limits are lost with the last one.",
                reading(r -> r.persistent().map(BoardGauges::flag).orElse(OptionalDouble.empty())));
        gauge(
                registry,
                "gpu_managed",
                "1 while the limit is the agent's.",
                b -> flag(b.owned().isPresent()));
        gauge(
                registry,
                "gpu_available",
                "1 if the board can be read.",
                b -> flag(b.reading().isPresent()));
        requested = multi(registry, "gpu_requested_limit_watts", "Limit that a pod on the board asks for.");
        policyState = multi(registry, "gpu_policy_state", "1 for what the limit of the board rests on.");
    }

    private static MultiGauge multi(MeterRegistry registry, String name, String help) {
        return MultiGauge.builder(AgentMetrics.PREFIX + name).description(help).register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String help, Function<BoardReport, OptionalDouble> value) {
        ofBoard.put(multi(registry, name, help), value);
    }

    private static Function<BoardReport, OptionalDouble> reading(Function<BoardReading, OptionalDouble> value) {
        return board -> board.reading().map(value).orElse(OptionalDouble.empty());
    }

    private static Function<BoardReport, OptionalDouble> watts(Function<BoardReading, OptionalLong> milliwatts) {
        return reading(read -> {
            OptionalLong value = milliwatts.apply(read);
            return value.isPresent() ? OptionalDouble.of(value.getAsLong() / MILLI) : OptionalDouble.empty();
        });
    }

    private static OptionalDouble flag(boolean set) {
        return OptionalDouble.of(set ? 1 : 0);
    }

    void show(Report report) {
        ofBoard.forEach((gauge, value) -> {
            var rows = new ArrayList<MultiGauge.Row<?>>();
            for (BoardReport board : report.boards()) {
                value.apply(board).ifPresent(number -> rows.add(MultiGauge.Row.of(tags(board), number)));
            }
            gauge.register(rows, true);
        });
        var pods = new ArrayList<MultiGauge.Row<?>>();
        var states = new ArrayList<MultiGauge.Row<?>>();
        for (BoardReport board : report.boards()) {
            pods.addAll(wishes(board));
            states.add(MultiGauge.Row.of(tags(board).and("state", state(board.decision())), 1));
        }
        requested.register(pods, true);
        policyState.register(states, true);
    }

    private static List<MultiGauge.Row<?>> wishes(BoardReport board) {
        var rows = new ArrayList<MultiGauge.Row<?>>();
        board.decision().wish().ifPresent(wish -> {
            for (PodCap pod : wish.pods()) {
                rows.add(MultiGauge.Row.of(
                        tags(board).and("namespace", pod.namespace(), "pod", pod.name()), wish.watts()));
            }
        });
        return rows;
    }

    /** The names of this are values of the label {@code state}. */
    static String state(Decision decision) {
        boolean emergency = decision.chosen().filter(Decision.Target::emergency).isPresent();
        return emergency
                ? "emergency"
                : decision.wish()
                        .map(Wish::basis)
                        .map(basis -> basis.name().toLowerCase(Locale.ROOT))
                        .orElse("none");
    }

    private static Tags tags(BoardReport board) {
        return Tags.of(
                "gpu",
                Integer.toString(board.board().index()),
                "uuid",
                board.board().uuid());
    }
}
