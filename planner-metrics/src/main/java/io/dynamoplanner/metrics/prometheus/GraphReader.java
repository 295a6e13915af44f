package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes readings of the answers about one graph. */
final class GraphReader {
    private final RequestSignals requests;
    private final EngineSignals engines;

    /**
     * A reader of answers.
     *
     * @param frontend how the frontends of the graph are known
     */
    GraphReader(TrafficSettings settings, SeriesKey frontend, GraphAnswers answers) {
        this.requests = settings.metrics() == TrafficMetrics.ROUTER
                ? new RouterSignals(answers, settings)
                : new FrontendSignals(answers, frontend, settings);
        this.engines = new EngineSignals(answers);
    }

    /** A reading for every signal of the window that ends then. */
    Map<Signal, Reading> read(Instant end) {
        var readings = new EnumMap<Signal, Reading>(requests.read(end));
        boolean idle = readings.get(Signal.REQUESTS) instanceof Reading.Zero;
        var limit = requests.coverage().limit(end);
        readings.put(Signal.KV_HIT_RATE, engines.hitRate(idle, end, limit));
        readings.put(Signal.ACCEPT_LENGTH, engines.acceptLength(end, limit));
        return readings;
    }

    /** The same reading for every signal. */
    static Map<Signal, Reading> all(Reading reading) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        GraphAnswers.put(readings, List.of(Signal.values()), reading);
        return readings;
    }

    /** Whether the server has answered and has no series to count requests by. */
    boolean isAbsent(Instant end) {
        return requests.coverage().isAbsent(end);
    }

    /** How many targets with the labels of the graph cannot be scraped. */
    long down(Instant end) {
        return requests.coverage().down(end);
    }

    /** What the latency targets have to say about the bounds of the histograms then; empty if these are not known. */
    Optional<List<Finding>> bounds(Instant end) {
        return requests.bounds(end);
    }

    boolean countsCompleted(Instant end) {
        return requests.countsCompleted(end);
    }
}
