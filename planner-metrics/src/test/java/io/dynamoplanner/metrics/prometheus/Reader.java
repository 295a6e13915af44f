package io.dynamoplanner.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowSpan;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Reads windows of scenes; times are seconds after {@link Frontend#EPOCH}. */
final class Reader implements AutoCloseable {
    final PrometheusTraffic traffic;

    Reader(String url, TrafficMetrics metrics) {
        this(url, TrafficSettings.of(metrics));
    }

    Reader(String url, TrafficSettings settings) {
        traffic = new PrometheusTraffic(
                new PrometheusClient(PrometheusEndpoint.of(URI.create(url))), settings, InstantSource.system());
    }

    /** A graph {@code prod/NAMESPACE} with one model. */
    static TrafficScope scope(String namespace, String model) {
        return new TrafficScope(
                new GraphId("prod", namespace), namespace, List.of(), Optional.of(model), false, Optional.empty());
    }

    /** One window. */
    TrafficWindow window(TrafficScope scope, double start, double seconds) {
        return windows(scope, start, seconds, 1).get(0);
    }

    List<TrafficWindow> windows(TrafficScope scope, double start, double seconds, int count) {
        var span = new WindowSpan(Frontend.at(start), Duration.ofMillis(Math.round(seconds * 1000)), count);
        List<TrafficWindow> windows = traffic.read(List.of(scope), span).get(scope.graph());
        assertThat(windows).hasSize(count);
        return windows;
    }

    static double value(TrafficWindow window, Signal signal) {
        Reading reading = window.get(signal);
        assertThat(reading.isKnown()).as("%s: %s", signal, reading).isTrue();
        return reading.value().orElseThrow();
    }

    static Reading.Cause cause(TrafficWindow window, Signal signal) {
        assertThat(window.get(signal)).as("%s", signal).isInstanceOf(Reading.Unknown.class);
        return ((Reading.Unknown) window.get(signal)).why();
    }

    @Override
    public void close() {
        traffic.close();
    }
}
