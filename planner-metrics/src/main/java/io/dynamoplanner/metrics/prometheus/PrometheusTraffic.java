package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficSource;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Traffic of graphs, read from Prometheus.
 *
 * <p>A read takes one query for each signal, whatever the number of graphs and windows, all at once and under the deadline
 * of the endpoint; shares inside latency targets, for graphs that have some, are read with single windows only. Windows are evaluated at their ends, so that the answer does not depend on when one asks. May be used by
 * several threads.
 *
 * <p>A server needs some tens of microseconds for one signal of one frontend in one window. A day of one-minute windows of
 * many graphs may thus take longer than the deadline; what does not come in time is unknown. Ask for such a history graph
 * by graph.
 */
public final class PrometheusTraffic implements TrafficSource, AutoCloseable {
    /** Prometheus answers at most 11,000 points of a series. */
    private static final int MOST_WINDOWS = 10_000;

    private final PrometheusClient client;
    private final TrafficSettings settings;
    private final InstantSource clock;
    private final SeriesKeys keys;
    private final KeyChoice choice;
    private final Map<GraphId, List<Finding>> noticed = new ConcurrentHashMap<>();

    /** A source that closes the client when it is closed. */
    public PrometheusTraffic(PrometheusClient client, TrafficSettings settings, InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
        this.keys = new SeriesKeys(settings.namespaceLabel());
        this.choice = new KeyChoice(keys);
    }

    @Override
    public Map<GraphId, List<TrafficWindow>> read(List<TrafficScope> graphs, WindowSpan span) {
        PrometheusClient.Batch batch = client.batch();
        var windows = new LinkedHashMap<GraphId, List<TrafficWindow>>();
        graphs.forEach(scope -> windows.put(scope.graph(), new ArrayList<>()));
        for (int first = 0; first < span.count() && !graphs.isEmpty(); first += MOST_WINDOWS) {
            var part = new WindowSpan(span.startOf(first), span.length(), Math.min(MOST_WINDOWS, span.count() - first));
            readPart(batch, graphs, part)
                    .forEach((graph, read) -> windows.computeIfAbsent(graph, g -> new ArrayList<>())
                            .addAll(read));
        }
        windows.replaceAll((graph, read) -> List.copyOf(read));
        return windows;
    }

    /**
     * Looks whether the server can be reached and has the series of a graph, and says what is wrong if not. A finding that
     * blocks means that traffic is unknown until it is put right; ask again later, nothing has to be restarted.
     *
     * @param now our time
     */
    public List<Finding> probe(TrafficScope scope, Instant now) {
        return probe(List.of(scope), now).getOrDefault(scope.graph(), List.of());
    }

    /** {@link #probe(TrafficScope, Instant)} for many graphs with the same few queries. */
    public Map<GraphId, List<Finding>> probe(List<TrafficScope> scopes, Instant now) {
        return new TrafficProbe(client, settings, keys, choice).probe(scopes, now);
    }

    /** What the newest read of a graph noticed besides the readings; empty if nothing, or if there was none. */
    public List<Finding> noticed(GraphId graph) {
        return noticed.getOrDefault(graph, List.of());
    }

    @Override
    public void close() {
        client.close();
    }

    private Map<GraphId, List<TrafficWindow>> readPart(
            PrometheusClient.Batch batch, List<TrafficScope> scopes, WindowSpan span) {
        if (settings.metrics() == TrafficMetrics.FRONTEND) {
            place(batch, scopes, span.end());
        }
        // Looked up once: another thread may change the choice in between.
        var known = new LinkedHashMap<GraphId, SeriesKey>();
        scopes.forEach(scope -> known.put(scope.graph(), choice.orUsual(scope)));
        Instant asked = clock.instant();
        var plan = new ReadPlan(settings.metrics(), known, scopes, span);
        Map<GraphAnswers.Asked, QueryResult> results = plan.ask(batch);
        Optional<ServerClock> server = ServerClock.of(plan.clock(results), asked, clock.instant());
        var windows = new LinkedHashMap<GraphId, List<TrafficWindow>>();
        for (TrafficScope scope : scopes) {
            SeriesKey key = known.getOrDefault(scope.graph(), choice.orUsual(scope));
            var graph = new GraphReader(settings, key, new GraphAnswers(scope, results));
            windows.put(scope.graph(), windows(graph, span, server));
            if (graph.isAbsent(span.end())) {
                choice.forget(scope);
            }
            noticed.put(scope.graph(), noticed(scope, graph, span.end(), server));
        }
        return windows;
    }

    /** Finds out how graphs are known that have not been looked for yet, or whose series are gone. */
    private void place(PrometheusClient.Batch batch, List<TrafficScope> scopes, Instant end) {
        List<TrafficScope> unknown =
                scopes.stream().filter(s -> choice.of(s).isEmpty()).toList();
        if (unknown.isEmpty()) {
            return;
        }
        List<QueryResult> results = batch.ask(List.of(
                PrometheusQuery.at(Survey.frontendQuery(keys), end), PrometheusQuery.at(Survey.runtimeQuery(), end)));
        if (results.get(0) instanceof QueryResult.Found frontends
                && results.get(1) instanceof QueryResult.Found runtime) {
            choice.choose(unknown, Survey.of(frontends, runtime));
        }
    }

    private List<TrafficWindow> windows(GraphReader graph, WindowSpan span, Optional<ServerClock> server) {
        var windows = new ArrayList<TrafficWindow>(span.count());
        for (int i = 0; i < span.count(); i++) {
            Instant end = span.startOf(i + 1);
            Optional<Reading> future = server.flatMap(s -> future(s, end));
            windows.add(TrafficWindow.of(
                    span.startOf(i), span.length(), future.map(GraphReader::all).orElseGet(() -> graph.read(end))));
        }
        return windows;
    }

    private Optional<Reading> future(ServerClock server, Instant end) {
        return end.minus(settings.clockTolerance()).isAfter(server.server())
                ? Optional.of(Reading.unknown(
                        Cause.FAILED,
                        "the window ends "
                                + Duration.between(server.server(), end).toSeconds() + " s in the future of the server",
                        end))
                : Optional.empty();
    }

    private List<Finding> noticed(TrafficScope scope, GraphReader graph, Instant end, Optional<ServerClock> server) {
        var findings = new ArrayList<Finding>();
        // Bounds that could not be read are those that were read before.
        findings.addAll(graph.bounds(end)
                .orElseGet(() -> noticed(scope.graph()).stream()
                        .filter(BucketFindings::isOne)
                        .toList()));
        server.flatMap(s -> s.finding(client.endpoint().shown(), settings.clockTolerance()))
                .ifPresent(findings::add);
        choice.of(scope)
                .flatMap(key -> TrafficFindings.way(scope, key, settings.namespaceLabel()))
                .ifPresent(findings::add);
        if (graph.down(end) > 0) {
            findings.add(TrafficFindings.targetsDown(scope, graph.down(end)));
        }
        if (graph.countsCompleted(end)) {
            findings.add(TrafficFindings.completedOnly(scope));
        }
        return List.copyOf(findings);
    }
}
