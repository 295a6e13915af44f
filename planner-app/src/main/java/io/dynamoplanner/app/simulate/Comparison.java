package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.profile.ProfileReader;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.sim.ProgressListener;
import io.dynamoplanner.sim.Simulation;
import io.dynamoplanner.sim.SimulationOptions;
import io.dynamoplanner.sim.policy.StaticPolicy;
import io.dynamoplanner.sim.request.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/** Several policies over the same traffic on the same simulated fleet. */
public final class Comparison {
    /** Runs at the same time: more would need more memory than they save time. */
    private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

    private final Scenario scenario;
    private final Requests requests;
    private final SimulationOptions options;
    private final PlannerAssembly planner;
    private final EngineProfile profile;
    private final StaticFleets fleets;
    private final Consumer<LedgerEntry> ledger;

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
     * @param ledger told of every decision of the planner
     */
    public Comparison(Scenario scenario, Trace trace, Consumer<LedgerEntry> ledger) {
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
        this.options = SimulatedFleets.options(scenario, settings, truth);
        this.fleets = new StaticFleets(
                planner, scaled.windows(settings.window().toMillis() / 1000.0).samples());
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
        List<Contender> order = contenders.stream().sorted().toList();
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
                    return true;
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

    private void tell(AtomicIntegerArray percent, Progress progress) {
        int sum = 0;
        for (int i = 0; i < percent.length(); i++) {
            sum += percent.get(i);
        }
        synchronized (this) {
            double fraction = sum / (100.0 * percent.length());
            progress.progressed(Math.min(0.999, fraction), "simulating " + requests.size() + " requests");
        }
    }

    private static RunRecord.PolicyRun join(Future<RunRecord.PolicyRun> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
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
                        ledger);
            case REFERENCE ->
                planning(
                        new PlannerPolicy.Name(
                                "reference-1.0",
                                "Reference 1.0",
                                "The arithmetic of the reference planner's release 1.0, with the same configuration."),
                        new PlannerAssembly(
                                SimulatedFleets.widths(
                                        scenario, SettingsFactory.of(scenario.config(), Compatibility.V1_0)),
                                profile),
                        entry -> {});
            case STATIC_PEAK ->
                new StaticPolicy(
                        "static-peak",
                        "Static peak",
                        "A fleet sized once for the busiest window of the trace.",
                        fleets.peak());
            case STATIC_MEAN ->
                new StaticPolicy(
                        "static-mean", "Static mean", "A fleet sized once for the mean of the trace.", fleets.mean());
        };
    }

    private PlannerPolicy planning(PlannerPolicy.Name name, PlannerAssembly assembly, Consumer<LedgerEntry> decisions) {
        PlanningCycle cycle = assembly.cycle(options.epoch());
        PlannerState state = cycle.fresh(assembly.settings().grant());
        return new PlannerPolicy(
                name, cycle, state, fleets.mean(), assembly.settings().window(), decisions);
    }
}
