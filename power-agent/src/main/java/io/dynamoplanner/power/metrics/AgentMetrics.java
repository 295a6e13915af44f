package io.dynamoplanner.power.metrics;

import io.dynamoplanner.power.agent.Action;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.BoardReport;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.cap.ConflictPolicy;
import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.cap.PowerRange.Clamp;
import io.dynamoplanner.power.cap.Wish;
import io.dynamoplanner.power.cap.Wish.Basis;
import io.dynamoplanner.power.device.DeviceError;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of an agent, under the prefix {@value #PREFIX}. A counter of conditions counts when one begins, so its value
 * does not depend on how often the agent looks.
 */
public final class AgentMetrics implements Agent.Listener {
    static final String PREFIX = "dynamo_power_agent_";

    private static final Duration[] APPLY_BUCKETS = {
        Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
        Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConflictPolicy conflict;
    private final BoardGauges boards;
    private final Function<String, OptionalLong> changeTimes;
    private final Timer passes;
    private final Timer applied;
    private final Map<String, Condition> conditions = new HashMap<>();
    private final Map<String, Double> joules = new ConcurrentHashMap<>();
    private volatile double lastPass;
    private volatile double ready;
    private volatile double emergency;
    private volatile double uninstalling;
    private volatile double owned;
    private volatile double stateFailures;

    /** What stood after the last pass, so that only its beginning counts. */
    private record Condition(String state, Clamp clamp, boolean disagrees, boolean foreign) {}

    /**
     * @param changeTimes takes how many nanoseconds ago the wish of a pod was heard of; empty if it was taken before
     */
    public AgentMetrics(String node, ConflictPolicy conflict, Function<String, OptionalLong> changeTimes) {
        registry.config().commonTags("node", node);
        this.conflict = conflict;
        this.changeTimes = changeTimes;
        this.boards = new BoardGauges(registry);
        this.passes = timer("reconcile_duration_seconds", "How long a pass over all boards took.");
        this.applied = timer(
                "annotation_to_apply_seconds",
                "From hearing of a pod's wish to the limit in force, where the pod runs.");
        gauge("last_reconcile_timestamp_seconds", "When the last pass ended.", metrics -> metrics.lastPass);
        gauge("ready", "1 while the agent can do its work.", metrics -> metrics.ready);
        gauge("emergency", "1 while the emergency switch is on.", metrics -> metrics.emergency);
        gauge("uninstalling", "1 while all boards are being given back.", metrics -> metrics.uninstalling);
        gauge("gpus_owned", "How many boards are limited by the agent.", metrics -> metrics.owned);
        FunctionCounter.builder(PREFIX + "state_write_failures_total", this, metrics -> metrics.stateFailures)
                .description("Writes of the ownership file that failed.")
                .register(registry);
        // there from the start, so that the first increase is seen
        for (String disposition : List.of("agree", "conflict")) {
            multiPod(disposition).increment(0);
        }
        for (Clamp clamp : List.of(Clamp.MIN, Clamp.MAX)) {
            clamped(clamp).increment(0);
        }
        for (String name : List.of("apply_failures_total", "safe_default_applied_total", "orphan_recovered_total")) {
            counter(name).increment(0);
        }
    }

    /** The registry, for metrics of other parts. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Shows numbers that only grow and that another part counts. */
    public <T> void count(String name, String help, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(PREFIX + name, source, value).description(help).register(registry);
    }

    /** Shows a number that goes up and down and that another part knows. */
    public <T> void show(String name, String help, T source, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, source, value).description(help).register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<AgentMetrics> value) {
        Gauge.builder(PREFIX + name, this, value).description(help).register(registry);
    }

    private Timer timer(String name, String help) {
        return Timer.builder(PREFIX + name)
                .description(help)
                .serviceLevelObjectives(APPLY_BUCKETS)
                .register(registry);
    }

    private Counter counter(String name, String... tags) {
        return Counter.builder(PREFIX + name)
                .description(Help.of(name))
                .tags(tags)
                .register(registry);
    }

    private Counter multiPod(String disposition) {
        return counter("multi_pod_gpu_total", "disposition", disposition);
    }

    private Counter clamped(Clamp clamp) {
        return counter("cap_clamped_total", "direction", clamp.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void passed(Report report, ClusterView view, Duration took) {
        passes.record(took);
        lastPass = report.at().toEpochMilli() / 1000.0;
        ready = report.obstacle().isEmpty() ? 1 : 0;
        emergency = report.emergency() ? 1 : 0;
        uninstalling = report.uninstalling() ? 1 : 0;
        owned = report.owned().isPresent() ? report.owned().getAsInt() : Double.NaN;
        stateFailures = report.stateFailures();
        counter("orphan_recovered_total").increment(report.recovered());
        report.device().ifPresent(this::failed);
        boards.show(report);
        report.boards().forEach(this::board);
        conditions
                .keySet()
                .retainAll(report.boards().stream().map(b -> b.board().uuid()).toList());
        latency(report, view);
    }

    private void board(BoardReport board) {
        if (board.action().kind() != Action.Kind.BACKING_OFF) {
            board.error().ifPresent(this::failed);
        }
        if (board.action().kind() == Action.Kind.FAILED) {
            counter("apply_failures_total").increment();
        }
        board.reading().ifPresent(reading -> energy(board.board().uuid(), reading.energyMillijoules()));
        Clamp clamp = board.decision().chosen().map(Decision.Target::clamp).orElse(Clamp.NONE);
        var now = new Condition(
                BoardGauges.state(board.decision()),
                clamp,
                !board.disagreement().isEmpty(),
                board.foreign());
        Condition before = conditions.put(board.board().uuid(), now);
        boolean first = before == null;
        if (first || !before.state.equals(now.state)) {
            board.decision().wish().map(Wish::basis).ifPresent(this::began);
        }
        if (clamp != Clamp.NONE && (first || before.clamp != clamp)) {
            clamped(clamp).increment();
        }
        if (now.disagrees && (first || !before.disagrees)) {
            counter("attribution_mismatch_total").increment();
        }
        if (now.foreign && (first || !before.foreign)) {
            counter("external_limit_change_total").increment();
        }
    }

    private void began(Basis basis) {
        if (basis == Basis.AGREE || basis == Basis.CONFLICT) {
            multiPod(basis.name().toLowerCase(Locale.ROOT)).increment();
        }
        if (basis.isSafeDefault(conflict)) {
            counter("safe_default_applied_total").increment();
        }
    }

    private void failed(DeviceError error) {
        counter("nvml_errors_total", "function", error.function(), "code", Integer.toString(error.code()))
                .increment();
    }

    private void energy(String uuid, OptionalLong millijoules) {
        if (millijoules.isEmpty()) {
            return;
        }
        if (joules.put(uuid, millijoules.getAsLong() / 1000.0) == null) {
            FunctionCounter.builder(PREFIX + "gpu_energy_joules_total", joules, all -> all.getOrDefault(uuid, 0.0))
                    .description("Energy that the board has drawn since its driver was loaded.")
                    .tags("uuid", uuid)
                    .register(registry);
        }
    }

    /** A wish of a pod that does not run on a board yet waits for the pod, which is not the agent's doing. */
    private void latency(Report report, ClusterView view) {
        Set<String> waiting = new HashSet<>();
        for (BoardReport board : report.boards()) {
            List<PodCap> pods = board.decision().wish().map(Wish::pods).orElse(List.of());
            boolean done =
                    board.decision() instanceof Decision.Hold || board.action().kind() == Action.Kind.WRITTEN;
            for (PodCap pod : pods) {
                if (!done) {
                    waiting.add(pod.uid());
                } else if (board.action().kind() == Action.Kind.WRITTEN) {
                    changeTimes.apply(pod.uid()).ifPresent(nanos -> applied.record(Duration.ofNanos(nanos)));
                }
            }
        }
        for (PodCap pod : view.pods().all()) {
            if (!waiting.contains(pod.uid())) {
                var unused = changeTimes.apply(pod.uid());
            }
        }
    }

    /** The text that Prometheus reads. */
    public String scrape() {
        return registry.scrape();
    }
}
