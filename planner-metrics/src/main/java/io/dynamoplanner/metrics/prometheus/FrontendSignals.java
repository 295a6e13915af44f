package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Traffic as frontends count it. Requests are those admitted; a frontend that is too old to count them counts with those
 * it completed.
 */
final class FrontendSignals implements RequestSignals {
    private static final double MILLIS = 1000;

    private final GraphAnswers answers;
    private final SeriesKey key;
    private final Rows requests;
    private final Rows covered;
    private final Coverage coverage;
    private final LatencyBuckets ttft;
    private final LatencyBuckets itl;

    FrontendSignals(GraphAnswers answers, SeriesKey key, TrafficSettings settings) {
        this.answers = answers;
        this.key = key;
        this.requests = answers.rows(Topic.REQUESTS, key, "dynamo_frontend_requests_started_total");
        this.covered = answers.rows(Topic.COVERAGE, key, "dynamo_frontend_requests_started_total");
        this.coverage = new Coverage(covered, settings.staleAfter());
        this.ttft = new LatencyBuckets(answers, TrafficMetrics.FRONTEND, key, Latency.TTFT);
        this.itl = new LatencyBuckets(answers, TrafficMetrics.FRONTEND, key, Latency.ITL);
    }

    @Override
    public Coverage coverage() {
        return coverage;
    }

    @Override
    public Map<Signal, Reading> read(Instant end) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        Optional<Reading> flaw = answers.ambiguous(covered, end).or(() -> coverage.flaw(end));
        if (flaw.isPresent()) {
            GraphAnswers.put(readings, SIGNALS, flaw.get());
            return readings;
        }
        Reading count = Readings.count(
                Readings.sumOfPresent(requests.sum("started", end), requests.sum("completed", end)), "requests");
        readings.put(Signal.REQUESTS, count);
        boolean idle = Readings.isZero(count);
        readings.put(Signal.ISL, mean(Topic.ISL, "input_sequence_tokens", 1, idle, end));
        readings.put(Signal.OSL, mean(Topic.OSL, "output_sequence_tokens", 1, idle, end));
        readings.put(Signal.TTFT, mean(Topic.TTFT, Latency.TTFT.histogram(), MILLIS, idle, end));
        readings.put(Signal.ITL, mean(Topic.ITL, Latency.ITL.histogram(), MILLIS, idle, end));
        readings.put(Signal.TTFT_INSIDE, ttft.inside(end));
        readings.put(Signal.ITL_INSIDE, itl.inside(end));
        readings.put(Signal.REQUEST_DURATION, mean(Topic.REQUEST_DURATION, "request_duration_seconds", 1, idle, end));
        return readings;
    }

    @Override
    public Optional<List<Finding>> bounds(Instant end) {
        return LatencyBuckets.findings(List.of(ttft, itl), end);
    }

    @Override
    public boolean countsCompleted(Instant end) {
        return requests.sum("completed", end).isKnown();
    }

    private Reading mean(Topic topic, String histogram, double scale, boolean idle, Instant end) {
        Rows rows = answers.rows(topic, key, "dynamo_frontend_" + histogram);
        return Readings.mean(rows.sum("sum", end), rows.sum("count", end), scale, idle, histogram);
    }
}
