package io.dynamoplanner.app.run;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficSource;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowSpan;
import io.dynamoplanner.metrics.exporter.PlannerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A source whose reads are counted and timed. */
final class MeasuredTraffic implements TrafficSource {
    private final TrafficSource source;
    private final PlannerMetrics metrics;
    private final InstantSource clock;

    MeasuredTraffic(TrafficSource source, PlannerMetrics metrics, InstantSource clock) {
        this.source = source;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Map<GraphId, List<TrafficWindow>> read(List<TrafficScope> graphs, WindowSpan span) {
        Instant begin = clock.instant();
        Map<GraphId, List<TrafficWindow>> read = source.read(graphs, span);
        Duration took = Duration.between(begin, clock.instant());
        for (Signal signal : Signal.values()) {
            boolean failed = read.values().stream()
                    .flatMap(List::stream)
                    .anyMatch(w -> w.get(signal) instanceof Reading.Unknown u && u.why() == Reading.Cause.FAILED);
            metrics.query(signal.key(), took, failed);
        }
        return read;
    }
}
