package io.dynamoplanner.app.run;

import io.dynamoplanner.app.http.Progress;
import io.dynamoplanner.app.http.Readiness;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.k8s.event.EventReason;
import io.dynamoplanner.k8s.event.EventReporter;
import io.dynamoplanner.k8s.event.Subject;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.lease.Leadership;
import io.dynamoplanner.k8s.pause.Pause;
import io.dynamoplanner.k8s.preflight.AccessReview;
import io.dynamoplanner.k8s.preflight.Permissions;
import io.dynamoplanner.k8s.reconcile.GraphController;
import io.dynamoplanner.k8s.reconcile.GraphPlanner;
import io.dynamoplanner.k8s.state.StateStore;
import io.dynamoplanner.metrics.exporter.PlannerMetrics;
import io.dynamoplanner.metrics.prometheus.PrometheusTraffic;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process does besides deciding: reads its configuration again, checks what it needs, keeps the board of findings and
 * the metrics about the process up to date, and knows how far it has come.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration ROUND = Duration.ofSeconds(5);
    /** Until everything has been looked at once. */
    private static final Duration FIRST_ROUNDS = Duration.ofMillis(200);
    /** What has passed is looked at again so often; what has not, every round. */
    private static final Duration PROBE_AGAIN = Duration.ofMinutes(10);

    /** By then every request of a look has given up. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    private static final int MOST_UNTOLD = 50;

    private static final Finding PENDING = Finding.blocking(
            "preflight-pending", "preflight", "permissions and Prometheus are being checked", "wait a few seconds");

    private final GraphId graph;
    private final PolicySource policies;
    private final FindingBoard board;
    private final PlannerMetrics metrics;
    private final InstantSource clock;
    private final InstantSource steady;
    private final ScheduledExecutorService rounds;
    private final Duration longestRound;
    private final AtomicLong decisions = new AtomicLong();
    private final Queue<Announcement> untold = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Parts parts;
    private volatile @Nullable Graph seen;
    private volatile @Nullable Progress looking;
    private volatile Progress round;
    private volatile boolean missing;
    private volatile boolean looked;
    private volatile boolean examined;
    private List<String> blocking = List.of();
    private boolean permitted;
    private boolean complete;
    private Optional<Instant> asked = Optional.empty();
    private Optional<Permissions.Use> reviewed = Optional.empty();
    private Optional<Instant> probed = Optional.empty();
    private boolean attempted;
    private boolean passed;
    private volatile boolean live = true;
    private Optional<String> paused = Optional.empty();

    /** What it looks after. */
    record Parts(
            GraphController controller,
            KubernetesClient client,
            PrometheusTraffic traffic,
            Leadership leadership,
            EventReporter events,
            Supplier<Optional<Finding>> eventTrouble,
            FeedThread feed,
            String lease,
            TrafficFeed windows,
            GuardedWriter writer) {}

    /**
     * @param steady what signs of life are timed by
     * @param longestRound after which a round has ended, whatever does not answer
     */
    Upkeep(
            GraphId graph,
            PolicySource policies,
            FindingBoard board,
            PlannerMetrics metrics,
            InstantSource clock,
            InstantSource steady,
            Duration longestRound) {
        this.longestRound = longestRound;
        this.graph = graph;
        this.policies = policies;
        this.board = board;
        this.metrics = metrics;
        this.clock = clock;
        this.steady = steady;
        this.round = Progress.beat(steady.instant(), ROUND);
        this.rounds = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "upkeep");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start(Parts all) {
        parts = all;
        board.put("preflight", List.of(PENDING));
        again(all, Duration.ZERO);
    }

    private void again(Parts all, Duration delay) {
        if (!rounds.isShutdown()) {
            Future<?> unused = rounds.schedule(() -> guarded(all), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void guarded(Parts all) {
        round = Progress.beat(steady.instant(), longestRound);
        try {
            round(all);
        } catch (RuntimeException e) {
            LOG.error("Upkeep failed; it goes on", e);
        }
        round = Progress.beat(steady.instant(), ROUND);
        again(all, examined ? ROUND : FIRST_ROUNDS);
    }

    private void round(Parts all) {
        if (policies.refresh()) {
            wakeGraph();
        }
        board.put("policy", policies.findings());
        board.put("controller", all.controller().findings());
        board.put("events", all.eventTrouble().get().stream().toList());
        review(all);
        probe(all);
        if (missing || attempted || (looked && all.windows().scope(graph).isEmpty())) {
            board.put("preflight", List.of());
            examined = true;
        }
        metrics.findings(board.all());
        metrics.leader(leads(all));
        List<String> now = board.blocking();
        if (!now.equals(blocking)) {
            blocking = now;
            wakeGraph();
        }
    }

    /** Asked once, and again while something is missing: a process that has all it needs asks nothing. */
    private void review(Parts all) {
        Permissions.Use use = use();
        boolean refused = all.writer().isRefused();
        boolean recent =
                asked.map(at -> clock.instant().isBefore(at.plus(PROBE_AGAIN))).orElse(false);
        if (permitted && (complete || recent) && !refused && reviewed.equals(Optional.of(use))) {
            return;
        }
        List<Finding> findings = new AccessReview(all.client(), graph.namespace())
                .findings(Permissions.of(use, all.lease(), StateStore.nameFor(graph.name())));
        board.put("permissions", findings);
        permitted = findings.stream().noneMatch(Finding::blocks);
        complete = findings.stream().allMatch(f -> f.severity() == Finding.Severity.OK);
        asked = Optional.of(clock.instant());
        reviewed = Optional.of(use);
        if (permitted && refused) {
            all.writer().forgive();
        }
    }

    /** What of the cluster is used, as far as the graph is known. */
    private Permissions.Use use() {
        boolean leases = policies.config().get(DeploymentFields.LEADER_ELECTION);
        Graph known = seen;
        if (known == null) {
            return new Permissions.Use(false, false, leases);
        }
        List<Component> workers =
                known.components().stream().filter(Component::isWorker).toList();
        return new Permissions.Use(
                workers.stream().anyMatch(Component::adapterOwned),
                workers.stream().anyMatch(c -> !c.adapterOwned()),
                leases);
    }

    private void probe(Parts all) {
        var scope = all.windows().scope(graph);
        if (scope.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        if (probed.isEmpty() || !live || now.isAfter(probed.get().plus(PROBE_AGAIN))) {
            List<Finding> findings = all.traffic().probe(scope.get(), now);
            boolean passes = findings.stream().noneMatch(Finding::blocks);
            passed |= passes;
            board.put("prometheus", passed ? findings.stream().map(Upkeep::told).toList() : findings);
            probed = passes ? Optional.of(now) : Optional.empty();
            attempted = true;
        }
        List<Finding> noticed = new ArrayList<>(all.traffic().noticed(graph));
        noticed.addAll(all.windows().trouble(graph));
        board.put("traffic", noticed);
    }

    /**
     * What blocks a start does not block a planner that was under way: it holds what it does not know, and may finish what
     * it began.
     */
    private static Finding told(Finding finding) {
        return finding.blocks()
                ? Finding.warning(finding.code(), finding.subject(), finding.what(), finding.remedy())
                : finding;
    }

    /** The loop of the graph as the controller calls it. */
    GraphPlanner planner(LiveGraph live, Runnable wantsTraffic) {
        return new GraphPlanner() {
            @Override
            public Instant look(GraphSnapshot snapshot) {
                seen = snapshot.graph();
                board.put(
                        "graph",
                        List.of(Finding.ok(
                                "graph",
                                graph.toString(),
                                "found, " + snapshot.graph().api().apiVersion())));
                missing = false;
                for (Announcement told = untold.poll(); told != null; told = untold.poll()) {
                    send(snapshot.graph(), told.reason(), told.message());
                }
                pause(snapshot.graph());
                looking = Progress.beat(steady.instant(), LONGEST_LOOK);
                Instant next;
                try {
                    next = live.look(snapshot);
                } catch (RuntimeException e) {
                    metrics.reconcileFailed(graph);
                    throw e;
                }
                looked = true;
                looking = Progress.beat(steady.instant(), Duration.between(clock.instant(), next));
                wantsTraffic.run();
                return next;
            }

            @Override
            public void gone(GraphId absent) {
                seen = null;
                looking = null;
                missing = true;
                live.gone();
                metrics.gone(graph);
                board.put("graph", List.of()); // the controller tells that it is not there
            }
        };
    }

    void decided(Decision decision) {
        decisions.incrementAndGet();
        live = decision.entry().demand().trust() == Demand.Trust.LIVE;
    }

    long decisions() {
        return decisions.get();
    }

    /** Whether everything that can be looked at has been looked at. */
    boolean isExamined() {
        return examined;
    }

    FindingBoard board() {
        return board;
    }

    void wake(GraphId which) {
        Parts all = parts;
        if (all != null) {
            all.controller().wake(which);
        }
    }

    void wakeGraph() {
        wake(graph);
    }

    void elected() {
        metrics.leader(true);
        tell(EventReason.LEADER_ELECTED, "this process writes from now on");
        wakeGraph();
    }

    private void pause(Graph about) {
        Optional<String> now = Pause.of(about);
        if (now.isPresent() != paused.isPresent()) {
            send(
                    about,
                    now.isPresent() ? EventReason.PAUSED : EventReason.RESUMED,
                    now.map(why -> "nothing is written: " + why).orElse("writes go on"));
        }
        paused = now;
    }

    /** Tells of a finding where the Events of the graph are read, if it is worth that. */
    void tell(Finding finding) {
        Announcement.of(finding).ifPresent(told -> tell(told.reason(), told.message()));
    }

    /** Tells that something has been put right, if its appearance was told. */
    void settled(Finding finding) {
        if (Announcement.of(finding)
                .filter(told -> told.reason() == EventReason.METRICS_UNAVAILABLE)
                .isPresent()) {
            tell(EventReason.METRICS_RECOVERED, finding.subject() + ": settled");
        }
    }

    /** What is told before the graph is known waits until it is. */
    private void tell(EventReason reason, String message) {
        Graph about = seen;
        if (about == null) {
            if (untold.size() < MOST_UNTOLD) {
                untold.add(new Announcement(reason, "", "", message));
            }
        } else {
            send(about, reason, message);
        }
    }

    private void send(Graph about, EventReason reason, String message) {
        Parts all = parts;
        if (all != null) {
            all.events().report(Subject.of(about), reason, "", message);
        }
    }

    private boolean leads(Parts all) {
        return clock.instant().isBefore(all.leadership().leaseUntil());
    }

    /** The last sign of life of each loop. A graph that is not there has none. */
    List<Progress> progress() {
        List<Progress> loops = new ArrayList<>(List.of(round));
        Parts all = parts;
        if (all != null) {
            loops.add(all.feed().progress());
        }
        Progress graphs = looking;
        // while the API server is away nobody looks, and nobody could
        if (graphs != null && all != null && all.controller().isWatching()) {
            loops.add(graphs);
        }
        return loops;
    }

    Readiness readiness() {
        Parts all = parts;
        Readiness.Phase phase;
        if (all == null) {
            phase = Readiness.Phase.STARTING;
        } else if (decisions.get() > 0 && leads(all)) {
            phase = Readiness.Phase.PLANNING;
        } else {
            boolean watching = seen != null || !board.blocking().isEmpty();
            phase = watching ? Readiness.Phase.OBSERVING : Readiness.Phase.STARTING;
        }
        return new Readiness(phase, board.all());
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
