package io.dynamoplanner.app.run;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.PlannerVersion;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.app.http.Operations;
import io.dynamoplanner.app.http.OperationsServer;
import io.dynamoplanner.app.http.Progress;
import io.dynamoplanner.app.http.Readiness;
import io.dynamoplanner.app.http.SteadyClock;
import io.dynamoplanner.app.log.Logging;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.MetricsFields;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.client.ClusterAccess;
import io.dynamoplanner.k8s.client.KubernetesClients;
import io.dynamoplanner.k8s.event.EventLimits;
import io.dynamoplanner.k8s.event.EventReporter;
import io.dynamoplanner.k8s.event.GraphEvents;
import io.dynamoplanner.k8s.graph.GpuResources;
import io.dynamoplanner.k8s.graph.GraphReader;
import io.dynamoplanner.k8s.lease.Leadership;
import io.dynamoplanner.k8s.lease.LeaseLeadership;
import io.dynamoplanner.k8s.lease.LeaseTimes;
import io.dynamoplanner.k8s.pause.Pause;
import io.dynamoplanner.k8s.reconcile.ControllerSettings;
import io.dynamoplanner.k8s.reconcile.GraphController;
import io.dynamoplanner.k8s.reconcile.GraphSelection;
import io.dynamoplanner.k8s.state.StateStore;
import io.dynamoplanner.k8s.write.Expectations;
import io.dynamoplanner.k8s.write.ReplicaWriter;
import io.dynamoplanner.k8s.write.Sleeper;
import io.dynamoplanner.k8s.write.WriteSettings;
import io.dynamoplanner.metrics.exporter.BuildInfo;
import io.dynamoplanner.metrics.exporter.Exposition;
import io.dynamoplanner.metrics.exporter.PlannerMetrics;
import io.dynamoplanner.metrics.prometheus.PrometheusTraffic;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running planner of one graph: everything that is wired once. The ports open first; from then on nothing that is missing
 * or broken around it ends it.
 */
public final class PlannerProcess implements AutoCloseable {
    /** Setting of the port with the probes, as messages name it. */
    public static final String SYSTEM_PORT = "DYN_SYSTEM_PORT";

    private static final Logger LOG = LoggerFactory.getLogger(PlannerProcess.class);
    private static final Duration GRACE = Duration.ofSeconds(60);
    /** Some twenty questions to an API server that takes as long as it may for each. */
    private static final Duration LONGEST_REVIEW = Duration.ofMinutes(10);

    private static final int USUAL_SYSTEM_PORT = 9090;
    private static final long POLL_MS = 50;

    private final Clock clock = Clock.systemUTC();
    private final SteadyClock steady = SteadyClock.from(clock);
    private final Instant started = clock.instant();
    private final GraphId graph;
    private final OperationsServer server;
    private final PlannerMetrics metrics;
    private final Upkeep upkeep;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /**
     * Starts; returns at once, whatever the cluster is like.
     *
     * @throws io.dynamoplanner.data.config.ConfigException if the configuration is wrong
     * @throws BadInput if the graph cannot be told
     * @throws io.dynamoplanner.app.http.PortException if a port is taken
     */
    public static PlannerProcess start(RunOptions options) {
        return new PlannerProcess(options, Purpose.PLAN);
    }

    /**
     * Looks at everything once and writes nothing: what a planner would find at its start.
     *
     * @param patience after which it goes on without what has not been found out by then
     */
    public static List<Finding> examine(RunOptions options, Duration patience) throws InterruptedException {
        try (PlannerProcess process = new PlannerProcess(options, Purpose.EXAMINE)) {
            Instant end = process.clock.instant().plus(patience);
            while (!process.upkeep.isExamined() && process.clock.instant().isBefore(end)) {
                Thread.sleep(POLL_MS);
            }
            return process.upkeep.board().complete();
        }
    }

    private enum Purpose {
        PLAN,
        EXAMINE
    }

    private PlannerProcess(RunOptions options, Purpose purpose) {
        PolicySource policies = new PolicySource(options.config(), options.flags(), options.environment());
        PlannerConfig config = policies.config();
        this.graph = options.target(config);
        this.metrics = own(new PlannerMetrics(
                new BuildInfo(PlannerVersion.text(), System.getProperty("java.version", "")),
                Optional.of(graph),
                clock));
        FindingBoard board = new FindingBoard(new Told());
        LiveLedger ledger = new LiveLedger(
                config.get(DeploymentFields.LOG_DIR).map(Path::of),
                finding ->
                        board.put("ledger", finding.severity() == Finding.Severity.OK ? List.of() : List.of(finding)));
        this.upkeep = new Upkeep(
                graph,
                policies,
                board,
                metrics,
                clock,
                steady,
                LONGEST_REVIEW.plus(PrometheusSettings.longest(config)));
        this.server = own(openPorts(options, config, ledger, purpose));
        try {
            wire(options, config, policies, board, ledger, purpose);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private OperationsServer openPorts(RunOptions options, PlannerConfig config, LiveLedger ledger, Purpose purpose) {
        List<OperationsServer.Port> ports = purpose == Purpose.EXAMINE
                ? List.of()
                : List.of(
                        OperationsServer.Port.system(options.port(SYSTEM_PORT, USUAL_SYSTEM_PORT), SYSTEM_PORT),
                        OperationsServer.Port.metrics(
                                config.get(MetricsFields.REPORTING_PORT), MetricsFields.REPORTING_PORT.name()));
        return OperationsServer.open(ports, new Shown(ledger), steady, GRACE);
    }

    private void wire(
            RunOptions options,
            PlannerConfig config,
            PolicySource policies,
            FindingBoard board,
            LiveLedger ledger,
            Purpose purpose) {
        List<Role> roles = SettingsFactory.of(config).roles();
        var grid = new WindowGrid(
                Instant.EPOCH, Duration.ofSeconds(config.get(PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS)));
        KubernetesClient client = own(cluster(options));
        var api = new ApiServer(client);
        Optional<GraphEvents> written = purpose == Purpose.PLAN
                ? Optional.of(own(GraphEvents.start(api, identity(options), EventLimits.DEFAULT, clock)))
                : Optional.empty();
        EventReporter events = written.<EventReporter>map(e -> e).orElseGet(EventReporter::nowhere);
        PrometheusTraffic traffic = own(PrometheusSettings.traffic(config, clock));
        HistoryLength history = HistoryLength.of(config, grid.length());
        board.put("history", history.findings());
        var feed = new TrafficFeed(new MeasuredTraffic(traffic, metrics, clock), grid, history.windows(), upkeep::wake);
        var feedThread = own(new FeedThread(feed, clock, steady, PrometheusSettings.longest(config)));
        Leadership leadership = leadership(options, config, client, purpose);
        var expectations = new Expectations();
        var writer = new ReplicaWriter(
                api, leadership, expectations, WriteSettings.DEFAULT, clock, Sleeper.real(), new SecureRandom());
        var sight = new KubernetesSight(config, roles, expectations, writer::lastWriter);
        var guarded = new GuardedWriter(writer, board, clock);
        var reporter = new RunReporter(metrics, events, ledger, grid, started, upkeep::decided);
        var live = new LiveGraph(
                graph,
                new Ports(
                        clock,
                        grid,
                        sight,
                        policies::policy,
                        feed,
                        leadership,
                        Pause::of,
                        guarded,
                        new ConfigMapHandovers(new StateStore(api)),
                        board,
                        reporter));
        var controller = own(new GraphController(
                client,
                ControllerSettings.of(GraphSelection.one(graph)),
                new GraphReader(new GpuResources(config.get(DeploymentFields.GPU_RESOURCE_NAMES))),
                upkeep.planner(live, feedThread::nudge),
                clock));
        upkeep.start(new Upkeep.Parts(
                controller,
                client,
                traffic,
                leadership,
                events,
                () -> written.flatMap(GraphEvents::finding),
                feedThread,
                leaseName(graph),
                feed,
                guarded));
        own(upkeep);
        feedThread.start();
        controller.start();
        LOG.atInfo()
                .addKeyValue(Logging.GRAPH, graph)
                .log("Dynamo Planner {} looks after {}", PlannerVersion.text(), graph);
    }

    /**
     * Nobody who only examines ever leads, so nothing is decided. Who only advises does not contend: it would keep the
     * planner that writes from writing.
     */
    private Leadership leadership(RunOptions options, PlannerConfig config, KubernetesClient client, Purpose purpose) {
        if (purpose == Purpose.EXAMINE) {
            return () -> Instant.MIN;
        }
        if (!config.get(DeploymentFields.LEADER_ELECTION) || config.get(DeploymentFields.ADVISORY)) {
            return Leadership.alone();
        }
        return own(LeaseLeadership.start(
                client,
                graph.namespace(),
                leaseName(graph),
                identity(options),
                LeaseTimes.DEFAULT,
                upkeep::elected,
                upkeep::wakeGraph,
                clock));
    }

    private static KubernetesClient client(RunOptions options, PlannerMetrics metrics) {
        return KubernetesClients.open(
                ClusterAccess.of(options.environment()),
                PlannerVersion.text(),
                request -> metrics.apiRequest(request.verb(), request.status()));
    }

    private KubernetesClient cluster(RunOptions options) {
        try {
            return client(options, metrics);
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    static String leaseName(GraphId graph) {
        return StateStore.nameFor(graph.name());
    }

    private static String identity(RunOptions options) {
        return LeaseLeadership.identity(
                options.variable("POD_NAME")
                        .or(() -> options.variable("HOSTNAME"))
                        .orElse("planner"),
                options.variable("POD_UID").orElseGet(() -> UUID.randomUUID().toString()));
    }

    private <T extends AutoCloseable> T own(T part) {
        open.push(part);
        return part;
    }

    /** The port that a setting has opened; for tests that ask for any. */
    public int port(String setting) {
        return server.port(setting).orElse(0);
    }

    public GraphId graph() {
        return graph;
    }

    /** What stands out at present. */
    public List<Finding> findings() {
        return upkeep.board().all();
    }

    /** Decisions made so far. */
    public long decisions() {
        return upkeep.decisions();
    }

    /** Ends it: what is being written is finished, the Lease given back; a few seconds at most. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("While stopping: {}", e.toString());
            }
        }
    }

    /** Findings in the log and, where they are worth it, as Events. */
    private final class Told implements FindingBoard.Listener {
        @Override
        public void appeared(Finding finding) {
            upkeep.tell(finding);
            var line = finding.severity().compareTo(Finding.Severity.WARNING) >= 0 ? LOG.atWarn() : LOG.atInfo();
            line.addKeyValue(Logging.GRAPH, graph)
                    .addKeyValue("finding", finding.code())
                    .log("{}{}", finding.blocks() ? "Observing only: " : "", finding.line());
        }

        @Override
        public void settled(Finding finding) {
            upkeep.settled(finding);
            LOG.atInfo()
                    .addKeyValue(Logging.GRAPH, graph)
                    .addKeyValue("finding", finding.code())
                    .log("Settled: {}: {}", finding.subject(), finding.what());
        }
    }

    private final class Shown implements Operations {
        private final LiveLedger ledger;

        Shown(LiveLedger ledger) {
            this.ledger = ledger;
        }

        @Override
        public Exposition metrics(String accept) {
            return metrics.scrape(accept);
        }

        @Override
        public Progress progress() {
            return Progress.slowest(upkeep.progress()).orElseGet(() -> Progress.beat(steady.instant(), Duration.ZERO));
        }

        @Override
        public Readiness readiness() {
            return upkeep.readiness();
        }

        @Override
        public List<String> decisions(int last) {
            return ledger.newest(last);
        }
    }
}
