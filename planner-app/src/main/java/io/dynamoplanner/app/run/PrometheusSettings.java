package io.dynamoplanner.app.run;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.data.config.MetricsFields;
import io.dynamoplanner.data.config.MetricsSource;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.type.Secret;
import io.dynamoplanner.metrics.prometheus.PrometheusClient;
import io.dynamoplanner.metrics.prometheus.PrometheusEndpoint;
import io.dynamoplanner.metrics.prometheus.PrometheusTraffic;
import io.dynamoplanner.metrics.prometheus.TrafficMetrics;
import io.dynamoplanner.metrics.prometheus.TrafficSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Where traffic is read from, as the configuration says. */
final class PrometheusSettings {
    private PrometheusSettings() {}

    /** @throws BadInput if the configuration names no usable server */
    static PrometheusTraffic traffic(PlannerConfig config, InstantSource clock) {
        TrafficSettings usual = TrafficSettings.of(
                config.get(MetricsFields.THROUGHPUT_METRICS_SOURCE) == MetricsSource.ROUTER
                        ? TrafficMetrics.ROUTER
                        : TrafficMetrics.FRONTEND);
        try {
            return new PrometheusTraffic(
                    new PrometheusClient(endpoint(config)),
                    new TrafficSettings(
                            usual.metrics(),
                            config.get(MetricsFields.NAMESPACE_LABEL),
                            usual.staleAfter(),
                            usual.clockTolerance()),
                    clock);
        } catch (IllegalArgumentException e) {
            throw new BadInput(MetricsFields.PROMETHEUS_ENDPOINT.name() + ": " + e.getMessage());
        }
    }

    private static PrometheusEndpoint endpoint(PlannerConfig config) {
        Duration request =
                Duration.ofMillis(Math.round(config.get(MetricsFields.PROMETHEUS_REQUEST_TIMEOUT_SECONDS) * 1000));
        return new PrometheusEndpoint(
                URI.create(config.get(MetricsFields.PROMETHEUS_ENDPOINT)),
                config.get(MetricsFields.PROMETHEUS_TOKEN).map(Secret::reveal),
                config.get(MetricsFields.PROMETHEUS_TOKEN_FILE).map(Path::of),
                config.get(MetricsFields.PROMETHEUS_CA_BUNDLE).map(Path::of),
                config.get(MetricsFields.PROMETHEUS_SSL_VERIFY),
                config.get(MetricsFields.PROMETHEUS_EXTRA_QUERY_PARAMS).orElse(Map.of()),
                request,
                request.multipliedBy(2));
    }

    /** After which reading, history and newest windows one after the other, has ended in any case. */
    static Duration longest(PlannerConfig config) {
        return Duration.ofMillis(
                Math.round(config.get(MetricsFields.PROMETHEUS_REQUEST_TIMEOUT_SECONDS) * 1000 * 8) + 10_000);
    }
}
