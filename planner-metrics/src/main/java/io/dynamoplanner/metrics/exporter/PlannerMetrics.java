package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.role.Role;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the planner tells Prometheus about itself and its graphs. The run loop says what happened, a scrape reads it; both
 * may happen at any time, on any thread.
 *
 * <p>A value that is unknown has no series; a known zero has one. What a graph's last tick saw and decided has no series
 * any more once the next tick is long overdue; counts and time stamps stay.
 *
 * <p>Metrics of ours carry {@code dgd} and {@code k8s_namespace}. Those under the names of Dynamo's planner carry no labels
 * where this process has one graph, as there, and those two where it has many. Which of the two it is does not change
 * while the process lives, so that no series changes its labels.
 */
public final class PlannerMetrics implements AutoCloseable {
    /** From a tick in memory to one that waits for a slow API; the bounds that Dynamo's planner uses. */
    private static final Duration[] BUCKETS = Stream.of(10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<GraphId, GraphSeries> graphs = new ConcurrentHashMap<>();
    private final AtomicInteger leader = new AtomicInteger();
    private final InstantSource clock;
    private final Timer ticks;
    private final JvmMeters jvm;
    private volatile List<Finding> ofProcess = List.of();

    /**
     * @param only the one graph of this process; empty if it plans many
     * @param clock the clock that ticks are timed by, to tell whether a report is overdue
     */
    public PlannerMetrics(BuildInfo build, Optional<GraphId> only, InstantSource clock) {
        this.clock = clock;
        registry.getPrometheusRegistry().register(new GraphCollector(only, this::seen));
        Gauge.builder("dynamo.planner.leader", leader, AtomicInteger::get)
                .description("1 while this process is the one that writes, else 0.")
                .tags(only.map(graph ->
                                Tags.of(GraphLabels.DGD, graph.name(), GraphLabels.NAMESPACE, graph.namespace()))
                        .orElse(Tags.empty()))
                .register(registry);
        Gauge.builder("dynamo.planner.build.info", () -> 1)
                .description("Always 1; the labels say which program this is.")
                .tags("version", build.version(), "java", build.java())
                .register(registry);
        ticks = Timer.builder("dynamo.planner.tick.duration")
                .description("Time that a tick took: observing, deciding, writing.")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        jvm = new JvmMeters(registry);
    }

    /** A tick is done. */
    public void decided(GraphId graph, TickReport report) {
        graphs.compute(graph, (id, series) -> orNothing(series).after(report));
        ticks.record(report.timing().took());
    }

    /** A write of the newest decision has come to this. */
    public void outcome(GraphId graph, Role role, Outcome outcome) {
        graphs.computeIfPresent(graph, (id, series) -> series.after(role, outcome));
    }

    /** A look at a graph ended in an error before anything was decided. */
    public void reconcileFailed(GraphId graph) {
        graphs.compute(graph, (id, series) -> orNothing(series).afterError());
    }

    /** All that stands out about a graph at present; what was said before is forgotten. */
    public void findings(GraphId graph, List<Finding> present) {
        graphs.compute(graph, (id, series) -> orNothing(series).finding(present));
    }

    /** All that stands out about the process at present; what was said before is forgotten. */
    public void findings(List<Finding> present) {
        ofProcess = List.copyOf(present);
    }

    /** The graph is planned here no longer. */
    public void gone(GraphId graph) {
        graphs.remove(graph);
    }

    /** Whether this process is the one that writes. */
    public void leader(boolean leads) {
        leader.set(leads ? 1 : 0);
    }

    /**
     * A request to the Kubernetes API has been answered, or not.
     *
     * @param verb {@code get}, {@code patch}, {@code watch}
     * @param status HTTP status; 0 if there was no answer
     */
    public void apiRequest(String verb, int status) {
        Counter.builder("dynamo.planner.api.requests")
                .description("Requests to the Kubernetes API by verb and HTTP status; none is no answer.")
                .tags("verb", verb, "status", status == 0 ? "none" : Integer.toString(status))
                .register(registry)
                .increment();
    }

    /**
     * A query of Prometheus has been answered, or not.
     *
     * @param signal what was asked for
     * @param failed whether there was no usable answer
     */
    public void query(String signal, Duration took, boolean failed) {
        Timer.builder("dynamo.planner.prometheus.query.duration")
                .description("Time that a query of Prometheus took, failed ones included.")
                .tags("signal", signal)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
        Counter.builder("dynamo.planner.prometheus.query.failures")
                .description("Queries of Prometheus without a usable answer.")
                .tags("signal", signal)
                .register(registry)
                .increment(failed ? 1 : 0);
    }

    /** Where other parts of the program may register meters of their own. */
    public MeterRegistry registry() {
        return registry;
    }

    /** All metrics in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    /**
     * All metrics in the format that the reader asks for: OpenMetrics if it accepts that, else the text format of
     * Prometheus.
     *
     * @param accept value of the header Accept; empty for none
     */
    public Exposition scrape(String accept) {
        return accept.contains(OPEN_METRICS)
                ? new Exposition(OPEN_METRICS + "; version=1.0.0; charset=utf-8", registry.scrape(OPEN_METRICS))
                : new Exposition(TEXT, registry.scrape());
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }

    private GraphCollector.Seen seen() {
        var now = clock.instant();
        var present = new TreeMap<GraphId, GraphSeries>();
        graphs.forEach((id, series) -> present.put(id, series.at(now)));
        return new GraphCollector.Seen(present, ofProcess);
    }

    private static GraphSeries orNothing(@Nullable GraphSeries series) {
        return series == null ? GraphSeries.NOTHING : series;
    }
}
