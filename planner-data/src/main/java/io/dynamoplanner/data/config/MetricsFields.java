package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.MapType;
import io.dynamoplanner.data.config.type.OptionalType;
import io.dynamoplanner.data.config.type.Secret;
import io.dynamoplanner.data.config.type.SecretType;
import io.dynamoplanner.data.config.type.TextType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where traffic is read from, and where the planner's own metrics are served. */
public final class MetricsFields {
    public static final ConfigField<String> PROMETHEUS_ENDPOINT = ConfigField.of(
                    "metric_pulling_prometheus_endpoint", TextType.url())
            .in(Group.METRICS)
            .variable("PROMETHEUS_ENDPOINT")
            .initially(
                    "http://prometheus-kube-prometheus-prometheus.monitoring.svc.cluster.local:9090",
                    "Base URL of the Prometheus server that is queried.");

    public static final ConfigField<Optional<Secret>> PROMETHEUS_TOKEN = ConfigField.of(
                    "metric_pulling_prometheus_token", OptionalType.of(new SecretType()))
            .in(Group.METRICS)
            .variable("PROMETHEUS_TOKEN")
            .initially(Optional.empty(), "Bearer token for queries; never shown.");

    public static final ConfigField<Optional<String>> PROMETHEUS_TOKEN_FILE = ConfigField.of(
                    "metric_pulling_prometheus_token_file", OptionalType.of(TextType.nonEmpty()))
            .in(Group.METRICS)
            .variable("PROMETHEUS_TOKEN_FILE")
            .initially(
                    Optional.empty(),
                    "File with the bearer token; read anew for every query and preferred to a token.");

    public static final ConfigField<Boolean> PROMETHEUS_SSL_VERIFY = ConfigField.of(
                    "metric_pulling_prometheus_ssl_verify", new BooleanType())
            .in(Group.METRICS)
            .variable("PROMETHEUS_SSL_VERIFY")
            .initially(true, "Verify the certificate of the server.");

    public static final ConfigField<Optional<Map<String, String>>> PROMETHEUS_EXTRA_QUERY_PARAMS = ConfigField.of(
                    "metric_pulling_prometheus_extra_query_params", OptionalType.of(MapType.of(TextType.hidden())))
            .in(Group.METRICS)
            .variable("PROMETHEUS_EXTRA_QUERY_PARAMS")
            .textForm(QueryString::read)
            .initially(
                    Optional.empty(),
                    "Parameters added to every query; as a flag or variable in the form `a=1&b=2`. Values are not"
                            + " shown.");

    public static final ConfigField<Optional<String>> PROMETHEUS_CA_BUNDLE = ConfigField.of(
                    "metric_pulling_prometheus_ca_bundle", OptionalType.of(TextType.nonEmpty()))
            .in(Group.METRICS)
            .variable("PROMETHEUS_CA_BUNDLE")
            .initially(
                    Optional.empty(), "Existing file with the certificates to trust; having one implies verification.");

    public static final ConfigField<Double> PROMETHEUS_REQUEST_TIMEOUT_SECONDS = ConfigField.of(
                    "metric_pulling_prometheus_request_timeout_seconds",
                    DecimalType.above(0, 3600).in("s"))
            .in(Group.METRICS)
            .variable("DYN_PLANNER_PROMETHEUS_REQUEST_TIMEOUT_SECONDS")
            .initially(10.0, "Longest time that one query may take.");

    public static final ConfigField<Integer> REPORTING_PORT = ConfigField.of(
                    "metric_reporting_prometheus_port", IntegerType.between(0, 65_535))
            .in(Group.METRICS)
            .flag("--prometheus-port")
            .variable("PLANNER_PROMETHEUS_PORT")
            .initially(0, "Port of the planner's own metrics; 0 switches them off.");

    public static final ConfigField<MetricsSource> THROUGHPUT_METRICS_SOURCE = ConfigField.of(
                    "throughput_metrics_source", ChoiceType.of(MetricsSource.class))
            .in(Group.METRICS)
            .initially(MetricsSource.FRONTEND, "Component whose metrics tell the traffic.");

    public static final ConfigField<String> NAMESPACE_LABEL = ConfigField.of(
                    "metrics_namespace_label", TextType.nonEmpty())
            .in(Group.METRICS)
            .ours()
            .initially(
                    "dynamo_namespace",
                    "Label that the scrape configuration adds to tell graphs apart. Where it is missing, the labels of"
                            + " the scraped pods are used, and a finding says so.");

    private MetricsFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                PROMETHEUS_ENDPOINT,
                PROMETHEUS_TOKEN,
                PROMETHEUS_TOKEN_FILE,
                PROMETHEUS_SSL_VERIFY,
                PROMETHEUS_EXTRA_QUERY_PARAMS,
                PROMETHEUS_CA_BUNDLE,
                PROMETHEUS_REQUEST_TIMEOUT_SECONDS,
                REPORTING_PORT,
                THROUGHPUT_METRICS_SOURCE,
                NAMESPACE_LABEL);
    }
}
