package io.dynamoplanner.app.run;

import io.dynamoplanner.app.assembly.LedgerHeaders;
import io.dynamoplanner.app.log.Logging;
import io.dynamoplanner.core.gateway.WriteGateway.Written;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.k8s.event.EventReporter;
import io.dynamoplanner.k8s.event.Subject;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.metrics.exporter.PlannerMetrics;
import io.dynamoplanner.metrics.exporter.TickReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells of every decision: a line in the log, metrics, Events on the graph, an entry in the ledger. */
final class RunReporter implements Ports.Reporter {
    private static final Logger LOG = LoggerFactory.getLogger("planner.decision");

    private final PlannerMetrics metrics;
    private final EventReporter events;
    private final LiveLedger ledger;
    private final WindowGrid grid;
    private final Instant started;
    private final Consumer<Decision> onDecision;
    /** By graph, what there was to tell at the last decision. */
    private final Map<GraphId, List<Announcement>> told = new ConcurrentHashMap<>();

    /** @param onDecision told last, for whoever counts them */
    RunReporter(
            PlannerMetrics metrics,
            EventReporter events,
            LiveLedger ledger,
            WindowGrid grid,
            Instant started,
            Consumer<Decision> onDecision) {
        this.metrics = metrics;
        this.events = events;
        this.ledger = ledger;
        this.grid = grid;
        this.started = started;
        this.onDecision = onDecision;
    }

    @Override
    public void decided(Decision decision, Graph graph) {
        log(decision);
        metrics.decided(
                decision.graph(),
                TickReport.of(
                        decision.entry(),
                        decision.took(),
                        new TickReport.Targets(
                                decision.settings().ttftMs(),
                                decision.settings().itlMs())));
        for (Written written : decision.written()) {
            metrics.outcome(decision.graph(), written.effect().role(), written.outcome());
        }
        Subject subject = Subject.of(graph);
        List<Announcement> now = Announcement.of(decision);
        List<Announcement> before = told.put(decision.graph(), now);
        for (Announcement announcement : now) {
            if (before == null || before.stream().noneMatch(announcement::repeats)) {
                events.report(subject, announcement.reason(), announcement.part(), announcement.message());
            }
        }
        ledger.record(
                LedgerHeaders.of(
                        decision.graph(),
                        started,
                        grid.origin(),
                        decision.policy().config(),
                        decision.policy().profile(),
                        decision.settings()),
                decision.entry(),
                decision.written(),
                decision.id(),
                decision.afresh());
        onDecision.accept(decision);
    }

    private static void log(Decision decision) {
        LOG.atLevel(decision.isReportable() ? Level.INFO : Level.DEBUG)
                .addKeyValue(Logging.GRAPH, decision.graph())
                .addKeyValue(Logging.DECISION, decision.id())
                .log(SummaryLine.of(
                        decision.entry().plan(),
                        decision.entry().seen().fleet(),
                        decision.reason(),
                        decision.expectedMs()));
        for (Written written : decision.written()) {
            if (written.effect() instanceof Effect.SetReplicas set) {
                LOG.atLevel(written.outcome() instanceof Outcome.Failed ? Level.WARN : Level.INFO)
                        .addKeyValue(Logging.GRAPH, decision.graph())
                        .addKeyValue(Logging.DECISION, decision.id())
                        .log(
                                "{} {} -> {}: {}; {}",
                                set.role(),
                                set.from(),
                                set.to(),
                                said(written.outcome()),
                                decision.entry()
                                        .plan()
                                        .roles()
                                        .get(set.role())
                                        .target()
                                        .reason());
            }
        }
    }

    private static String said(Outcome outcome) {
        if (outcome instanceof Outcome.Applied) {
            return "written";
        }
        if (outcome instanceof Outcome.Unchanged) {
            return "is so already";
        }
        if (outcome instanceof Outcome.Deferred deferred) {
            return "later, " + deferred.why();
        }
        return outcome instanceof Outcome.Rejected rejected
                ? "not written, " + rejected.why()
                : "failed, " + ((Outcome.Failed) outcome).why();
    }
}
