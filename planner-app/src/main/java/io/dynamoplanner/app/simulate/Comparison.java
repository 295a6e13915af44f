package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.assembly.LedgerHeaders;
import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.ProfileCheck;
import io.dynamoplanner.core.engine.ProfileFinding;
import io.dynamoplanner.core.gateway.GatewayConditions;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.profile.ProfileReader;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.data.trace.TraceReader;
import io.dynamoplanner.sim.ProgressListener;
import io.dynamoplanner.sim.Simulation;
import io.dynamoplanner.sim.SimulationOptions;
import io.dynamoplanner.sim.policy.StaticPolicy;
import io.dynamoplanner.sim.request.Requests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;

/** Several policies over the same traffic on the same simulated fleet. */
public final class Comparison {
    /** Runs at the same time: more would need more memory than they save time. */
    private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

    private final Scenario scenario;
    private final Requests requests;
    private final SimulationOptions options;
    private final PlannerAssembly planner;
    private final EngineProfile profile;
    private final PlannerSettings reference;
    private final StaticFleets fleets;
    private final Function<LedgerHeader, DecisionLog> ledger;

    /** What can be compared; the names are those of the command line. */
    public enum Contender {
        PLANNER("planner"),
        REFERENCE("reference"),
        STATIC_PEAK("static-peak"),
        STATIC_MEAN("static-mean");

        private final String text;

        Contender(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Follows the whole comparison; called from several threads, one at a time. */
    @FunctionalInterface
    public interface Progress {
        void progressed(double fraction, String text);
    }

    /**
     * @param ledger opens the ledger of the planner
     */
    public Comparison(Scenario scenario, Trace trace, Function<LedgerHeader, DecisionLog> ledger) {
        this.scenario = scenario;
        this.ledger = ledger;
        Trace scaled = trace.timeScale(scenario.timeScale()).rateScale(scenario.rateScale(), scenario.seed());
        this.requests = requests(scaled);
        List<Role> roles = SettingsFactory.roles(scenario.mode());
        this.profile = ProfileReader.read(scenario.profile(), SimulatedFleets.parts(roles));
        EngineProfile truth = scenario.truthProfile().equals(scenario.profile())
                ? profile
                : ProfileReader.read(scenario.truthProfile(), SimulatedFleets.parts(roles));
        PlannerSettings settings = SimulatedFleets.widths(scenario, SettingsFactory.of(scenario.config()));
        this.planner = new PlannerAssembly(settings, profile);
        requireFloorsInBudget(settings);
        this.options = SimulatedFleets.options(scenario, settings, truth);
        this.reference = SimulatedFleets.widths(scenario, SettingsFactory.of(scenario.config(), Compatibility.V1_0));
        this.fleets = new StaticFleets(
                new PlannerAssembly(settings, SimulatedFleets.faster(truth, scenario.speedFactor())),
                scaled.windows(settings.window().toMillis() / 1000.0).samples(),
                requests.durationS());
    }

    /** What is odd about the profile that the planner believes. */
    public List<ProfileFinding> profileFindings() {
        return ProfileCheck.findings(profile);
    }

    /** The configuration was checked with its own engine widths; the cluster's may be larger. */
    private static void requireFloorsInBudget(PlannerSettings settings) {
        int floors = 0;
        for (Role role : settings.roles()) {
            floors += settings.floors().get(role) * settings.gpusPerEngine().get(role);
        }
        int ceiling = settings.grant().ceiling();
        if (ceiling >= 0 && floors > ceiling) {
            throw new BadInput("max_gpu_budget = " + ceiling + ": the replica floors need " + floors
                    + " GPUs with the engines of the scenario; raise the budget or lower min_endpoint");
        }
    }

    private static Requests requests(Trace trace) {
        int n = trace.size();
        var arrivals = new double[n];
        var isl = new int[n];
        var osl = new int[n];
        for (int i = 0; i < n; i++) {
            arrivals[i] = trace.arrivalSeconds(i);
            isl[i] = trace.isl(i);
            osl[i] = trace.osl(i);
        }
        return Requests.of(arrivals, isl, osl);
    }

    /** Runs the contenders, two at a time, and returns them in their order. */
    public RunRecord run(Set<Contender> contenders, Progress progress) {
        List<Contender> order = contenders.stream()
                .filter(contender -> contender != Contender.REFERENCE || hasReference())
                .sorted()
                .toList();
        var percent = new AtomicIntegerArray(order.size());
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, order.size()), task -> {
            var thread = new Thread(task, "simulation");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var running = new ArrayList<Future<RunRecord.PolicyRun>>();
            for (int i = 0; i < order.size(); i++) {
                int index = i;
                ScalingPolicy policy = policy(order.get(i));
                ProgressListener listener = share -> {
                    percent.set(index, (int) Math.floor(100 * share));
                    tell(percent, progress);
                    return !Thread.currentThread().isInterrupted();
                };
                running.add(threads.submit(() -> Simulation.run(options, requests, policy, listener)));
            }
            var runs = new ArrayList<RunRecord.PolicyRun>();
            for (Future<RunRecord.PolicyRun> run : running) {
                runs.add(join(run));
            }
            progress.progressed(1, "");
            return new RunRecord(
                    scenario.title(),
                    Facts.of(scenario, requests.size(), planner.settings(), fleets),
                    planner.settings().ttftMs(),
                    planner.settings().itlMs(),
                    options.gpuCeiling(),
                    requests.durationS(),
                    runs);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The reference's arithmetic of release 1.0 knows no aggregated engines. */
    private boolean hasReference() {
        return !reference.roles().contains(Role.AGGREGATED);
    }

    private void tell(AtomicIntegerArray percent, Progress progress) {
        synchronized (this) {
            int sum = 0;
            for (int i = 0; i < percent.length(); i++) {
                sum += percent.get(i);
            }
            double fraction = sum / (100.0 * percent.length());
            progress.progressed(Math.min(0.999, fraction), "simulating " + requests.size() + " requests");
        }
    }

    private static RunRecord.PolicyRun join(Future<RunRecord.PolicyRun> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private ScalingPolicy policy(Contender contender) {
        return switch (contender) {
            case PLANNER ->
                planning(
                        new PlannerPolicy.Name(
                                "planner",
                                "Planner",
                                "This planner, compatibility "
                                        + planner.settings().compatibility().spelling() + "."),
                        planner,
                        ledger.apply(header()));
            case REFERENCE ->
                planning(
                        new PlannerPolicy.Name(
                                "reference-1.0",
                                "Reference 1.0",
                                "The arithmetic of the reference planner's release 1.0 with the same configuration; its load"
                                        + " predictor is "
                                        + reference.predictors().name()
                                        + ". Unlike that release it holds when metrics are missing."),
                        new PlannerAssembly(reference, profile),
                        DecisionLog.NONE);
            case STATIC_PEAK ->
                new StaticPolicy(
                        "static-peak",
                        "Static peak",
                        "A fleet sized once for the busiest window of the trace, which it knows in advance as it knows the"
                                + " engines as they are.",
                        fleets.peak());
            case STATIC_MEAN ->
                new StaticPolicy(
                        "static-mean", "Static mean", "The same, sized for the mean of the trace.", fleets.mean());
        };
    }

    /** What the predictors learn before the run, if the configuration names a trace for it. */
    private List<TrafficSample> warmUp(PlannerSettings settings) {
        return scenario.config()
                .get(ForecastFields.LOAD_PREDICTOR_WARMUP_TRACE)
                .map(file -> TraceReader.read(file)
                        .trace()
                        .windows(settings.window().toMillis() / 1000.0)
                        .samples())
                .orElse(List.of());
    }

    private LedgerHeader header() {
        return LedgerHeaders.of(
                new GraphId("simulation", scenario.title()),
                options.epoch(),
                options.epoch(),
                scenario.config(),
                profile,
                planner.settings());
    }

    private PlannerPolicy planning(PlannerPolicy.Name name, PlannerAssembly assembly, DecisionLog decisions) {
        PlanningCycle cycle = assembly.cycle(options.epoch());
        PlannerState state =
                cycle.start(warmUp(assembly.settings()), assembly.settings().grant());
        return new PlannerPolicy(
                name, cycle, state, fleets.mean(), assembly.settings().window(), conditions(), decisions);
    }

    /** Nothing stands between a plan and the simulated fleet but the wish of the configuration to look on only. */
    private GatewayConditions conditions() {
        return new GatewayConditions(
                scenario.config().get(DeploymentFields.ADVISORY), Optional.empty(), Instant.MAX, List.of());
    }
}
