package io.dynamoplanner.metrics.prometheus;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The queries about one window, to be evaluated at its end. Each asks for all graphs of a selection and answers with
 * several sums, told apart by the label {@link Promql#PART}: the two halves of a mean have to be known apart, because 0
 * of 0 requests is no failure.
 */
final class TrafficQueries {
    static final String CLOCK = "vector(time())";

    /** How long a frontend is remembered that cannot be scraped any more. */
    private static final Duration MEMORY = Duration.ofMinutes(15);
    /** Over how long the scrape interval is guessed. */
    private static final Duration GUESS = Duration.ofMinutes(10);

    private static final String FRONTEND = "dynamo_frontend_";
    private static final String ROUTER = "dynamo_component_router_";

    private final CounterGain gain;
    private final String range;
    private final String offset;

    TrafficQueries(Duration window) {
        this.gain = new CounterGain(window);
        this.range = "[" + Promql.range(window) + "]";
        this.offset = " offset " + Promql.range(window);
    }

    Map<Topic, String> frontend(Selection of) {
        String by = of.by("model");
        String started = of.of(FRONTEND + "requests_started_total");
        String completed = of.of(FRONTEND + "requests_total");
        var queries = new EnumMap<Topic, String>(Topic.class);
        queries.put(Topic.COVERAGE, coverage(of, by, of.by("model", "job", "instance"), started, completed));
        // Completed requests only of frontends that are too old to count what they admit.
        String old = gain.of(completed) + " unless on (job, instance) last_over_time(" + started + range + ")";
        queries.put(Topic.REQUESTS, sum("started", by, gain.of(started)) + " or " + sum("completed", by, old));
        queries.put(Topic.TTFT, mean(by, of, FRONTEND + Latency.TTFT.histogram()));
        queries.put(Topic.ITL, mean(by, of, FRONTEND + Latency.ITL.histogram()));
        queries.put(Topic.REQUEST_DURATION, mean(by, of, FRONTEND + "request_duration_seconds"));
        queries.put(Topic.ISL, mean(by, of, FRONTEND + "input_sequence_tokens"));
        queries.put(Topic.OSL, mean(by, of, FRONTEND + "output_sequence_tokens"));
        return queries;
    }

    Map<Topic, String> router(Selection of) {
        String by = of.by();
        String started = of.of(ROUTER + "requests_started_total");
        String completed = of.of(ROUTER + "requests_total");
        var queries = new EnumMap<Topic, String>(Topic.class);
        queries.put(Topic.COVERAGE, coverage(of, by, of.by("job", "instance"), started, completed));
        queries.put(
                Topic.REQUESTS,
                sum("started", by, gain.of(started)) + " or " + sum("completed", by, gain.of(completed)));
        queries.put(Topic.TTFT, mean(by, of, ROUTER + Latency.TTFT.histogram()));
        queries.put(Topic.ITL, mean(by, of, ROUTER + Latency.ITL.histogram()));
        queries.put(Topic.ISL, mean(of.by("model", "phase"), of, ROUTER + "input_sequence_tokens"));
        queries.put(Topic.OSL, mean(by, of, ROUTER + "output_sequence_tokens"));
        return queries;
    }

    /** Buckets of the latencies. A histogram has so many that a history of them takes the server long. */
    Map<Topic, String> buckets(TrafficMetrics source, Selection of) {
        var queries = new EnumMap<Topic, String>(Topic.class);
        for (Latency latency : Latency.values()) {
            queries.put(
                    latency.buckets(),
                    source == TrafficMetrics.ROUTER
                            ? buckets(ROUTER + latency.histogram(), of, "le")
                            : buckets(FRONTEND + latency.histogram(), of, "model", "le"));
        }
        return queries;
    }

    /** Routers know the hit rate, whoever counts the requests. */
    String hitRate(Selection of) {
        String histogram = ROUTER + "kv_hit_rate";
        return mean(of.by(), of, histogram) + " or " + newest(of.by(), of.of(histogram + "_count"));
    }

    /** Tokens accepted for each draft, or the mean of a gauge; each inference engine has its own. */
    String acceptLength(Topic engine, Selection of) {
        String by = of.by("model", "model_name");
        return switch (engine) {
            case ACCEPT_VLLM -> {
                String drafts = of.of("vllm:spec_decode_num_drafts_total");
                yield sum("sum", by, gain.of(of.of("vllm:spec_decode_num_accepted_tokens_total"))) + " or "
                        + sum("count", by, gain.of(drafts)) + " or " + newest(by, drafts);
            }
            case ACCEPT_SGLANG -> gauge(by, of.of("sglang:spec_accept_length"));
            case ACCEPT_TRTLLM -> gauge(by, of.of("trtllm_spec_decode_acceptance_length"));
            default -> throw new IllegalArgumentException("not about speculative decoding: " + engine);
        };
    }

    /**
     * Five facts about each graph: when the oldest of its newest samples was taken; the scrape interval, guessed; how many
     * of its targets could not be scraped at the end or the start of the window although they counted requests shortly
     * before (what they count is missing); how many series were known at the start of the window; how many of its targets
     * cannot be scraped, whatever they did before.
     */
    private String coverage(Selection of, String by, String byTarget, String started, String completed) {
        String now = "(" + started + " or " + completed + ")";
        String before = "(" + started + offset + " or " + completed + offset + ")";
        String newest = "min " + by + " (timestamp(" + started + ") or timestamp(" + completed + "))";
        String guess = "[" + Promql.range(GUESS) + "]";
        String interval = GUESS.toSeconds() + " / max " + by + " (count_over_time(" + started + guess
                + ") or count_over_time(" + completed + guess + "))";
        String failing = "count " + by + " (count " + byTarget + " (" + failing(started, completed, "") + " or "
                + failing(started, completed, offset) + "))";
        String begun =
                "count " + by + " (" + before + " or (" + now + " and on (job, instance) (up" + offset + " == 1)))";
        return Promql.part("newest", newest) + " or " + Promql.part("interval", interval) + " or "
                + Promql.part("failing", failing) + " or " + Promql.part("begun", begun) + " or "
                + Promql.part("down", "count " + of.by() + " (" + of.of("up") + " == 0)");
    }

    private static String failing(String started, String completed, String offset) {
        String memory = "[" + Promql.range(MEMORY) + "]" + offset;
        return "((last_over_time(" + started + memory + ") or last_over_time(" + completed + memory
                + ")) and on (job, instance) (up" + offset + " == 0))";
    }

    private String mean(String by, Selection of, String histogram) {
        return sum("sum", by, gain.of(of.of(histogram + "_sum"))) + " or "
                + sum("count", by, gain.of(of.of(histogram + "_count")));
    }

    /**
     * The gain of each bucket, and how many series with its bound had a part in it: not all histograms need have the same
     * bounds, and that of a frontend which is gone by the end counts as well.
     */
    private String buckets(String histogram, Selection of, String... labels) {
        String by = of.by(labels);
        String bucket = of.of(histogram + "_bucket");
        return sum("sum", by, gain.of(bucket)) + " or "
                + Promql.part("count", "count " + by + " (last_over_time(" + bucket + range + ") or " + bucket + ")");
    }

    private String gauge(String by, String selector) {
        String average = "avg_over_time(" + selector + range + ")";
        return sum("sum", by, average) + " or " + Promql.part("count", "count " + by + " (" + average + ")") + " or "
                + newest(by, selector);
    }

    private static String newest(String by, String selector) {
        return Promql.part("newest", "min " + by + " (timestamp(" + selector + "))");
    }

    private static String sum(String part, String by, String series) {
        return Promql.part(part, "sum " + by + " (" + series + ")");
    }
}
