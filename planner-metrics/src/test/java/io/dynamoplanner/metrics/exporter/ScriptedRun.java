package io.dynamoplanner.metrics.exporter;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static io.dynamoplanner.metrics.exporter.GraphRun.CHAT;
import static io.dynamoplanner.metrics.exporter.GraphRun.after;
import static io.dynamoplanner.metrics.exporter.GraphRun.requests;

import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A run of one graph in which everything happens that the metrics can tell. */
final class ScriptedRun {
    /** So many windows that the coverage of the demand can be told. */
    private static final long LAST = 21;

    private ScriptedRun() {}

    static Scrape scrape() {
        return Scrape.of(text());
    }

    static String text() {
        try (PlannerMetrics metrics = metrics()) {
            return metrics.scrape();
        }
    }

    static PlannerMetrics metrics() {
        var metrics =
                new PlannerMetrics(new BuildInfo("0.1.0", "17.0.15"), Optional.of(CHAT), new TestClock(after(LAST)));
        metrics.leader(true);
        var graph =
                new GraphRun(metrics, CHAT, GraphRun.disaggregated(), GpuGrant.fixed(4, 24), new Quantile(0.9, 1.2816));
        for (long window = 0; window < LAST; window++) {
            graph.see(window, requests(window, 240));
        }
        metrics.outcome(CHAT, PREFILL, new Outcome.Applied());
        metrics.outcome(CHAT, DECODE, new Outcome.Deferred("the adapter is being updated"));
        graph.see(LAST, requests(LAST, 300));
        metrics.outcome(CHAT, DECODE, new Outcome.Failed("HTTP 409"));
        metrics.findings(
                CHAT,
                List.of(Finding.warning("no-namespace-label", "frontend", "has no label", "add the relabelling")));
        metrics.findings(
                List.of(Finding.blocking("lease-denied", "planner", "may not write leases", "extend the role")));
        metrics.reconcileFailed(CHAT);
        metrics.apiRequest("patch", 200);
        metrics.query("ttft", Duration.ofMillis(70), false);
        return metrics;
    }
}
