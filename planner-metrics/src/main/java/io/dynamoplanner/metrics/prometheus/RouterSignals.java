package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Traffic as KV routers count it.
 *
 * <p>A request of a disaggregated graph passes the router twice, once to a prefill and once to a decode engine, and is
 * counted twice. Only the histogram of input lengths says for which phase; it moves when a request starts, so that its
 * count for decode (or aggregated) engines is the number of admitted requests. The passes to prefill engines yield one
 * token each. Taking them out of the output lengths leaves the requests of users: 218,056 tokens of 10,000 passes, 5,000 of
 * which were prefill, are 213,056 tokens of 5,000 requests. The two latencies mix both passes and cannot be parted: they
 * are unknown there.
 *
 * <p>The router has no histogram of durations: TTFT + ITL·(OSL − 1) stands in for it.
 */
final class RouterSignals implements RequestSignals {
    private static final String PREFILL = "prefill";
    private static final double MILLIS = 1000;
    /** What is measured without telling models apart. */
    private static final List<Signal> OF_ALL_MODELS = List.of(
            Signal.OSL, Signal.TTFT, Signal.ITL, Signal.TTFT_INSIDE, Signal.ITL_INSIDE, Signal.REQUEST_DURATION);

    private final GraphAnswers answers;
    private final Rows requests;
    private final Rows isl;
    private final Rows islOfAll;
    private final Rows osl;
    private final Rows ttft;
    private final Rows itl;
    private final LatencyBuckets ttftBuckets;
    private final LatencyBuckets itlBuckets;
    private final Coverage coverage;
    private final boolean phases;

    RouterSignals(GraphAnswers answers, TrafficSettings settings) {
        SeriesKey key = SeriesKeys.router(answers.scope());
        String prefix = "dynamo_component_router_";
        this.answers = answers;
        this.requests = answers.rows(Topic.REQUESTS, key, prefix + "requests_started_total");
        this.isl = answers.rows(Topic.ISL, key, prefix + "input_sequence_tokens");
        this.islOfAll = answers.allModels(Topic.ISL, key, prefix + "input_sequence_tokens");
        this.osl = answers.rows(Topic.OSL, key, prefix + "output_sequence_tokens");
        this.ttft = answers.rows(Topic.TTFT, key, prefix + Latency.TTFT.histogram());
        this.itl = answers.rows(Topic.ITL, key, prefix + Latency.ITL.histogram());
        this.ttftBuckets = new LatencyBuckets(answers, TrafficMetrics.ROUTER, key, Latency.TTFT);
        this.itlBuckets = new LatencyBuckets(answers, TrafficMetrics.ROUTER, key, Latency.ITL);
        this.coverage = new Coverage(
                answers.rows(Topic.COVERAGE, key, prefix + "requests_started_total"), settings.staleAfter());
        this.phases = !isl.values("phase").isEmpty();
    }

    @Override
    public Coverage coverage() {
        return coverage;
    }

    @Override
    public Map<Signal, Reading> read(Instant end) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        Optional<Reading> flaw =
                answers.ambiguous(islOfAll, end).or(() -> coverage.flaw(end)).or(() -> indistinct(end));
        if (flaw.isPresent()) {
            GraphAnswers.put(readings, SIGNALS, flaw.get());
            return readings;
        }
        Rows served = isl.where(s -> !s.label("phase").equals(PREFILL));
        Reading count = Readings.count(
                phases
                        ? served.sum("count", end)
                        : firstPresent(requests.sum("started", end), requests.sum("completed", end)),
                "requests");
        boolean idle = Readings.isZero(count);
        readings.put(Signal.REQUESTS, count);
        readings.put(
                Signal.ISL,
                Readings.mean(served.sum("sum", end), served.sum("count", end), 1, idle, "input_sequence_tokens"));
        Optional<Reading> mixed = otherModels(end);
        if (mixed.isPresent()) {
            GraphAnswers.put(readings, OF_ALL_MODELS, mixed.get());
            return readings;
        }
        Reading toPrefill = prefillPasses(end);
        Reading osl = outputLength(toPrefill, idle, end);
        boolean twice = answers.scope().disaggregated() || toPrefill.value().orElse(0) > 0;
        Reading ttft = latency(this.ttft, twice, idle, Latency.TTFT, end);
        Reading itl = latency(this.itl, twice, idle, Latency.ITL, end);
        readings.put(Signal.OSL, osl);
        readings.put(Signal.TTFT, ttft);
        readings.put(Signal.ITL, itl);
        readings.put(Signal.TTFT_INSIDE, twice ? mixed(Latency.TTFT, end) : ttftBuckets.inside(end));
        readings.put(Signal.ITL_INSIDE, twice ? mixed(Latency.ITL, end) : itlBuckets.inside(end));
        readings.put(Signal.REQUEST_DURATION, duration(ttft, itl, osl, idle));
        return readings;
    }

    @Override
    public Optional<List<Finding>> bounds(Instant end) {
        return answers.scope().disaggregated()
                ? Optional.of(List.of())
                : LatencyBuckets.findings(List.of(ttftBuckets, itlBuckets), end);
    }

    @Override
    public boolean countsCompleted(Instant end) {
        return !phases
                && Readings.isEmpty(requests.sum("started", end))
                && requests.sum("completed", end).isKnown();
    }

    /** A router without phases cannot tell the passes of a disaggregated graph apart. */
    private Optional<Reading> indistinct(Instant end) {
        return answers.scope().disaggregated() && !phases
                ? Optional.of(Reading.unknown(
                        Cause.NOT_OBSERVED,
                        "the router counts each request of a disaggregated graph twice and does not say for which phase",
                        end))
                : Optional.empty();
    }

    /** All series but the input lengths lack the model, so that they can be used only where there is no other. */
    private Optional<Reading> otherModels(Instant end) {
        Reading all = islOfAll.sum("count", end);
        Reading ours = isl.sum("count", end);
        return all.isKnown() && !all.value().equals(ours.value())
                ? Optional.of(Reading.unknown(
                        Cause.NOT_OBSERVED,
                        "the router serves several models (" + String.join(", ", islOfAll.values("model"))
                                + ") and does not tell them apart here",
                        end))
                : Optional.empty();
    }

    private Reading prefillPasses(Instant end) {
        Reading passes = isl.where(s -> s.label("phase").equals(PREFILL)).sum("count", end);
        return Readings.isEmpty(passes) ? Reading.of(0, end) : passes;
    }

    /** Lengths are counted when a pass ends, those to prefill engines soon after they start. */
    private Reading outputLength(Reading toPrefill, boolean idle, Instant end) {
        return Readings.mean(
                Readings.difference(osl.sum("sum", end), toPrefill),
                Readings.difference(osl.sum("count", end), toPrefill),
                1,
                idle,
                "output_sequence_tokens");
    }

    private static Reading latency(Rows rows, boolean twice, boolean idle, Latency of, Instant end) {
        Reading mean = Readings.mean(rows.sum("sum", end), rows.sum("count", end), MILLIS, idle, of.histogram());
        return twice && mean instanceof Reading.Known ? mixed(of, end) : mean;
    }

    private static Reading mixed(Latency of, Instant end) {
        return Reading.unknown(
                Cause.NOT_OBSERVED,
                of.histogram() + ": the router mixes the passes to prefill and to decode engines",
                end);
    }

    private static Reading duration(Reading ttft, Reading itl, Reading osl, boolean idle) {
        for (Reading part : List.of(ttft, itl, osl)) {
            if (part instanceof Reading.Unknown) {
                return part;
            }
        }
        double tokens = osl.value().orElseThrow();
        double seconds = (ttft.value().orElseThrow() + itl.value().orElseThrow() * Math.max(0, tokens - 1)) / MILLIS;
        return Reading.of(idle ? 0 : seconds, ttft.at());
    }

    private static Reading firstPresent(Reading a, Reading b) {
        return Readings.isEmpty(a) ? b : a;
    }
}
