package io.dynamoplanner.data.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All known differences from the reference in what a configuration means. Tests hold this list against recordings. */
public final class Deviations {
    /** Stands for the field of a deviation that concerns keys which are no fields. */
    static final String UNKNOWN_KEY = "(unknown key)";

    private static final String NONSENSE = "The value has no meaning, and a typing error should be seen at once.";
    private static final String NOT_YET =
            "Only sizing for the latency targets exists yet; with enable_throughput_scaling: false run only observes.";

    private static final List<Deviation> ALL = List.of(
            refused(
                    UNKNOWN_KEY,
                    "{ttft_mss: 300}",
                    "Dropped in silence.",
                    "Refused, with the nearest known name.",
                    "A misspelt target must not become the default target."),
            refused(
                    "ttft_ms",
                    "{ttft: 300, ttft_ms: 400}",
                    "The first spelling wins in silence.",
                    "Refused: one field under two names.",
                    "One of the two lines is not what the user believes."),
            refused("itl_ms", "{itl_ms: 0}", "Accepted, also if negative.", "Must be above 0 ms.", NONSENSE),
            refused("kalman_r", "{kalman_r: -1}", "Accepted, and bounded when used.", "Must be above 0.", NONSENSE),
            refused(
                    "kalman_q_level",
                    "{kalman_q_level: -1}",
                    "Accepted, and bounded when used.",
                    "Must be at least 0.",
                    NONSENSE),
            refused(
                    "kalman_q_trend",
                    "{kalman_q_trend: -1}",
                    "Accepted, and bounded when used.",
                    "Must be at least 0.",
                    NONSENSE),
            refused(
                    "min_gpu_budget",
                    "{min_gpu_budget: 10, max_gpu_budget: 4}",
                    "Accepted; fails when the deployment is known.",
                    "Refused at once.",
                    "The contradiction is in the file."),
            refused(
                    "max_gpu_budget",
                    "{max_gpu_budget: 1}",
                    "Accepted; fails when the deployment is known.",
                    "Refused if the floors of the roles need more GPUs than there are.",
                    "Every engine has at least one GPU, so the file alone shows it."),
            refused("prefill_engine_num_gpu", "{prefill_engine_num_gpu: 0}", "Accepted.", "At least 1.", NONSENSE),
            refused("decode_engine_num_gpu", "{decode_engine_num_gpu: 0}", "Accepted.", "At least 1.", NONSENSE),
            refused(
                    "throughput_adjustment_interval_seconds",
                    "{throughput_adjustment_interval_seconds: 0}",
                    "Accepted while throughput scaling is off.",
                    "At least 1 s.",
                    "It is the length of a traffic window here, which is always needed."),
            refused("live_dashboard_port", "{live_dashboard_port: -1}", "Accepted.", "0 to 65535.", NONSENSE),
            refused(
                    "metric_reporting_prometheus_port",
                    "{metric_reporting_prometheus_port: 70000}",
                    "Accepted; fails when the port is opened.",
                    "0 to 65535.",
                    NONSENSE),
            refused(
                    "min_endpoint",
                    "{min_endpoint: true}",
                    "True counts as 1 wherever a number is meant.",
                    "Refused: a switch is not a number.",
                    "Whoever writes true there has mixed up two fields."),
            refused(
                    "advisory",
                    "{advisory: 1}",
                    "1, t and y count as true.",
                    "true and false, or the words yes, no, on, off.",
                    "Fewer spellings, the same ones everywhere."),
            refused(
                    "max_throughput_scaling_replicas",
                    "{max_throughput_scaling_replicas: 010}",
                    "YAML 1.1: eight.",
                    "Refused: leading zeros, base 60 and hexadecimal numbers.",
                    "Readers of YAML do not agree on them."),
            refused(
                    "max_gpu_budget",
                    "{max_gpu_budget: 99999999}",
                    "Most numbers have no upper bound.",
                    "Every number has one, far above any real fleet.",
                    "A number with too many zeros should be seen at once."),
            refused(
                    "namespace",
                    "{namespace: ''}",
                    "Accepted; then no metric matches.",
                    "Must not be empty.",
                    NONSENSE),
            refused(
                    "aic_interpolation",
                    "{aic_interpolation: {hf_id: m, system: s, backend: vllm, isl: 1, osl: 1,"
                            + " sweep_max_context_length: 1, prefill_interpolation_granularity: 1,"
                            + " decode_interpolation_granularity: 1, prefill_pick: {}, decode_pick: {tq: 2}}}",
                    "Unknown keys inside are dropped.",
                    "Refused.",
                    "As everywhere."),
            refused(
                    "scheduling",
                    "{scheduling: {external_plugins: [{plugin_id: a}]}}",
                    "A bad plugin entry is logged and left out.",
                    "Refused.",
                    "A plugin that is silently missing changes every decision."),
            new Deviation(
                    "aic_perf_model",
                    Deviation.Kind.ACCEPTED,
                    Optional.of("{aic_perf_model: {}}"),
                    "Refused since 1.6.",
                    "Accepted with a warning; it waits for the performance model.",
                    "Files of the releases before should load."),
            new Deviation(
                    "flags",
                    Deviation.Kind.ACCEPTED,
                    Optional.empty(),
                    "Only --config.",
                    "Every field has a flag, and the flags of the early releases are read too.",
                    "Old deployments pass flags."),
            otherValue(
                    "advisory",
                    "{no_operation: true}",
                    "no_operation is dropped: the planner writes replica counts.",
                    "It switches advisory on, with a warning.",
                    "Whoever set it wanted nothing to be written."),
            otherValue(
                    "load_predictor",
                    "{}",
                    "arima by default.",
                    "auto by default; arima with a compatibility other than none.",
                    "The reference's arima settles on an order at its fifth value, which is mostly a mean; auto keeps comparing."),
            otherValue(
                    "prophet_window_size",
                    "{load_predictor: prophet}",
                    "prophet is fitted to 50 windows.",
                    "It is fitted to 15 days where no window size is set, and to 50 windows with a compatibility of 0.6 or 1.0.",
                    "Fifty windows of three minutes hold no day and no week."),
            otherValue(
                    "metric_pulling_prometheus_ssl_verify",
                    "{}",
                    "Certificates are not verified by default.",
                    "They are verified by default.",
                    "An unverified server may see the token and decide what the planner sees."),
            otherValue(
                    "kalman_min_points",
                    "{kalman_min_points: 0}",
                    "Kept as 0, and bounded when used.",
                    "Becomes 1.",
                    "The value that is shown is the one that is used."),
            otherValue(
                    "enable_throughput_scaling",
                    "{}",
                    "Forced to false unless optimization_target is sla.",
                    "Stays as written.",
                    NOT_YET),
            otherValue(
                    "enable_load_scaling",
                    "{}",
                    "Forced to true unless optimization_target is sla.",
                    "Stays as written.",
                    NOT_YET),
            otherMeaning(
                    "optimization_target",
                    "throughput, latency and load react to queues and KV usage and ignore TTFT and ITL.",
                    "All are read and checked; with them run only observes, simulate and plan size as with sla.",
                    "Reactive scaling does not exist yet."),
            otherMeaning(
                    "--ttft, --itl",
                    "Seconds in release 0.4, milliseconds since.",
                    "Always milliseconds; a very small number gives a warning.",
                    "One unit everywhere."),
            otherMeaning(
                    "no_correction",
                    "Early load scaling switches it on by itself.",
                    "Only what is written counts; true sets correction.enabled to false, with a warning.",
                    "The two have nothing to do with each other here."),
            otherMeaning(
                    "pre_deployment_sweeping_mode",
                    "Warns of none, and of rapid without aic_interpolation.",
                    "No such warning.",
                    "The engine profile is read from profile_results_dir."),
            otherMeaning(
                    "PROMETHEUS_SSL_VERIFY",
                    "Any text but 1, true and yes means off.",
                    "Text that is neither yes nor no is an error.",
                    "A typing error must not switch verification off."),
            otherMeaning(
                    "environment variables",
                    "An empty variable is an empty value.",
                    "An empty variable counts as not set; DYNAMO_NAMESPACE is read if DYN_NAMESPACE is not set.",
                    "Deployment templates leave variables empty; release 0.4 used the longer name."),
            otherMeaning(
                    "duplicate keys",
                    "The last line of a repeated key wins.",
                    "Refused with both lines.",
                    "One of the two lines is not what the user believes."));

    private Deviations() {}

    public static List<Deviation> all() {
        return ALL;
    }

    /** The list as Markdown, by kind. */
    public static String markdown() {
        StringBuilder out = new StringBuilder("""
                # Deviations in reading a configuration

                Generated from the table that the tests use; do not edit. It says where this planner reads a configuration
                differently from release 1.6.1 of the reference planner. What is not listed is read alike.
                """);
        for (Deviation.Kind kind : Deviation.Kind.values()) {
            out.append("\n## ").append(kind.title()).append("\n\n");
            out.append("| Field | Example | Reference | Here | Why |\n|---|---|---|---|---|\n");
            for (Deviation deviation : ALL) {
                if (deviation.kind() == kind) {
                    out.append(row(deviation));
                }
            }
        }
        return out.toString();
    }

    private static String row(Deviation deviation) {
        String example = deviation.example().map(text -> "`" + text + "`").orElse("");
        return Stream.of(deviation.field(), example, deviation.reference(), deviation.ours(), deviation.reason())
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static Deviation refused(String field, String example, String reference, String ours, String reason) {
        return new Deviation(field, Deviation.Kind.REFUSED, Optional.of(example), reference, ours, reason);
    }

    private static Deviation otherValue(String field, String example, String reference, String ours, String reason) {
        return new Deviation(field, Deviation.Kind.OTHER_VALUE, Optional.of(example), reference, ours, reason);
    }

    private static Deviation otherMeaning(String field, String reference, String ours, String reason) {
        return new Deviation(field, Deviation.Kind.OTHER_MEANING, Optional.empty(), reference, ours, reason);
    }
}
