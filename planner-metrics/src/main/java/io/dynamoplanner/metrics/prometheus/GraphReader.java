package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes readings of the answers about one graph. */
final class GraphReader {
    private final Optional<FrontendSignals> frontend;
    private final Optional<RouterSignals> router;
    private final Optional<Reading> unplaced;
    private final EngineSignals engines;
    private final Duration staleAfter;

    /**
     * A reader of answers.
     *
     * @param key how the frontends of the graph are known; empty if they are not, or not used
     * @param unplaced why they are not; empty if there are no such series
     */
    GraphReader(TrafficSettings settings, Optional<SeriesKey> key, Optional<Reading> unplaced, GraphAnswers answers) {
        boolean routers = settings.metrics() == TrafficMetrics.ROUTER;
        this.frontend = routers ? Optional.empty() : key.map(k -> new FrontendSignals(answers, k, settings));
        this.router = routers ? Optional.of(new RouterSignals(answers, settings)) : Optional.empty();
        this.unplaced = unplaced;
        this.engines = new EngineSignals(answers);
        this.staleAfter = settings.staleAfter();
    }

    /** All readings of the window that ends then. */
    Map<Signal, Reading> read(Instant end) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        readings.putAll(router.map(r -> r.read(end))
                .or(() -> frontend.map(f -> f.read(end)))
                .orElseGet(() -> notPlaced(end)));
        boolean idle = readings.get(Signal.REQUESTS) instanceof Reading.Zero;
        Duration limit = coverage().map(c -> c.limit(end)).orElse(staleAfter);
        readings.put(Signal.KV_HIT_RATE, engines.hitRate(idle, end, limit));
        readings.put(Signal.ACCEPT_LENGTH, engines.acceptLength(end, limit));
        return readings;
    }

    /** The same reading for every signal. */
    Map<Signal, Reading> all(Reading reading) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        GraphAnswers.put(readings, List.of(Signal.values()), reading);
        return readings;
    }

    /** Whether there was a series to count requests by, or no answer to tell. */
    boolean hasSeries(Instant end) {
        return coverage().map(c -> !c.isAbsent(end)).orElse(false);
    }

    boolean countsCompleted(Instant end) {
        return frontend.map(f -> f.countsCompleted(end)).orElse(false);
    }

    private Optional<Coverage> coverage() {
        return router.map(RouterSignals::coverage).or(() -> frontend.map(FrontendSignals::coverage));
    }

    private Map<Signal, Reading> notPlaced(Instant end) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        GraphAnswers.put(
                readings,
                FrontendSignals.SIGNALS,
                unplaced.orElse(
                        Reading.unknown(Cause.EMPTY, "no series of a frontend can be said to be of this graph", end)));
        return readings;
    }
}
