package io.dynamoplanner.app.http;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.metrics.exporter.Exposition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A planner whose state a test sets. */
class FakeOperations implements Operations {
    static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private volatile Progress progress = Progress.beat(START, Duration.ofSeconds(60));
    private volatile Readiness readiness = new Readiness(Readiness.Phase.PLANNING, List.of());

    void progress(Progress other) {
        progress = other;
    }

    void readiness(Readiness.Phase phase, Finding... findings) {
        readiness = new Readiness(phase, List.of(findings));
    }

    @Override
    public Exposition metrics(String accept) {
        return accept.contains("openmetrics")
                ? new Exposition("application/openmetrics-text", "# EOF\n")
                : new Exposition("text/plain; version=0.0.4; charset=utf-8", "up 1\n");
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public List<String> decisions(int last) {
        List<String> all = List.of("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        return all.subList(Math.max(0, all.size() - last), all.size());
    }
}
