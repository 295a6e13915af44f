package io.dynamoplanner.sim;

import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.sim.engine.ForwardPasses;
import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.fleet.Cluster;
import io.dynamoplanner.sim.fleet.RolePool;
import io.dynamoplanner.sim.fleet.SimulatedFleet;
import io.dynamoplanner.sim.fleet.WorkerFaults;
import io.dynamoplanner.sim.load.EngineLoads;
import io.dynamoplanner.sim.metrics.FrontendCounters;
import io.dynamoplanner.sim.metrics.MetricsRecorder;
import io.dynamoplanner.sim.record.RunLog;
import io.dynamoplanner.sim.record.Summaries;
import io.dynamoplanner.sim.record.TimelineRecorder;
import io.dynamoplanner.sim.request.RequestOutcomes;
import io.dynamoplanner.sim.request.Requests;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * A serving fleet, request by request, with a policy that scales it.
 *
 * <p>Discrete events in one thread; the same arguments give the same record, bit for bit. Each request costs a handful of
 * events, each the logarithm of a batch and a look at the ready engines.
 *
 * <p>A run ends when it has come to the end of the traffic and every request is complete; at twice that time and ten minutes
 * at the latest, and requests that are then open count as missed. The policy is asked as long as the run lasts, but
 * timeline, changes and GPU accounts cover the traffic only: after it a fleet finishes its work, and no more.
 *
 * <p>At the same instant the order is: end of a timeline row, scrape, policy, loss of engines, transfers, engines (oldest slot first),
 * arrivals.
 */
public final class Simulation {
    private static final int ROW = 0;
    private static final int SCRAPE = 1;
    private static final int POLICY = 2;
    private static final int PROGRESS = 3;
    private static final int LOSS = 4;
    private static final int TRANSFER = 5;
    private static final int FIRST_ENGINE = 6;

    private final SimulationOptions options;
    private final Requests requests;
    private final ScalingPolicy policy;
    private final ProgressListener listener;
    private final double endS;
    private final Agenda agenda = new Agenda(FIRST_ENGINE);
    private final RequestOutcomes outcomes;
    private final ServingGraph graph;
    private final SimulatedFleet fleet;
    private final MetricsRecorder metrics;
    private final EngineLoads loads;
    private final ForwardPasses passes;
    private final RunLog log;
    private final PolicyLoop policyLoop;
    private final TimelineRecorder timeline;
    private int progress;
    private int nextLoss;

    private Simulation(
            SimulationOptions options,
            Requests requests,
            ScalingPolicy policy,
            ForwardPasses passes,
            ProgressListener listener) {
        this.options = options;
        this.requests = requests;
        this.policy = policy;
        this.passes = passes;
        this.listener = listener;
        this.endS = requests.durationS();
        var counters = new FrontendCounters(options.ttftTargetMs(), options.itlTargetMs());
        this.outcomes = new RequestOutcomes(requests, counters);
        this.graph = ServingGraph.build(options, requests, outcomes, agenda, TRANSFER);
        this.fleet = buildFleet();
        this.metrics = new MetricsRecorder(
                counters,
                options.scrapes(),
                options.faults(),
                new WindowGrid(options.epoch(), policy.window()),
                options.seed());
        this.loads = new EngineLoads(fleet.managed(), options.scrapes(), options.faults());
        this.log = new RunLog(options.measuredFromS(), endS);
        this.policyLoop = new PolicyLoop(policy, metrics, loads, fleet, log, options.epoch());
        this.timeline = new TimelineRecorder(fleet, endS);
    }

    /**
     * Runs {@code policy} over {@code requests}.
     *
     * @throws IllegalArgumentException if the policy has no initial replicas for a role that it has to scale
     * @throws IllegalStateException if the policy breaks its contract, or a model gives a latency that is none
     * @throws CancellationException if the listener stops the run
     */
    public static RunRecord.PolicyRun run(
            SimulationOptions options, Requests requests, ScalingPolicy policy, ProgressListener listener) {
        return run(options, requests, policy, ForwardPasses.NONE, listener);
    }

    /**
     * The same, with every forward pass of every engine handed to {@code passes}. That takes several times as long, since
     * a run otherwise jumps over them.
     */
    public static RunRecord.PolicyRun run(
            SimulationOptions options,
            Requests requests,
            ScalingPolicy policy,
            ForwardPasses passes,
            ProgressListener listener) {
        var simulation = new Simulation(options, requests, policy, passes, listener);
        simulation.simulate();
        return simulation.record();
    }

    private void simulate() {
        agenda.set(ROW, timeline.rowEndsAt());
        agenda.set(SCRAPE, 0);
        agenda.set(POLICY, 0);
        agenda.set(PROGRESS, 0);
        agenda.set(LOSS, nextLossAt());
        double latestEnd = 2 * endS + 600;
        int n = requests.size();
        int next = 0;
        double now = 0;
        while (now < endS || outcomes.completed() < n) {
            double eventAt = agenda.nextAt();
            if (next < n && requests.arrivalS(next) < eventAt) {
                now = requests.arrivalS(next);
                outcomes.arrive(next);
                graph.entry().accept(next, now);
                next++;
            } else if (eventAt <= latestEnd) {
                now = eventAt;
                fire(agenda.nextSlot(), now);
            } else {
                break;
            }
        }
    }

    private void fire(int slot, double now) {
        switch (slot) {
            case ROW -> {
                timeline.endRow(now, policyLoop.forecastRps());
                agenda.set(ROW, timeline.rowEndsAt());
            }
            case SCRAPE -> {
                if (metrics.scrape()) {
                    loads.scrape(now);
                }
                agenda.set(SCRAPE, metrics.nextScrapeAt());
            }
            case POLICY -> {
                policyLoop.ask(now);
                agenda.set(POLICY, policyLoop.nextAt());
            }
            case PROGRESS -> {
                if (!listener.progressed(Math.min(1, now / endS))) {
                    throw new CancellationException("the run was stopped at " + now + " s of simulated time");
                }
                agenda.set(PROGRESS, ++progress * endS / 100);
            }
            case LOSS -> {
                WorkerFaults.Loss loss = options.workerFaults().losses().get(nextLoss++);
                int lost = fleet.lose(loss.role(), loss.engines(), now);
                log.note(now, lost + " " + loss.role() + (lost == 1 ? " engine was lost" : " engines were lost"));
                agenda.set(LOSS, nextLossAt());
            }
            case TRANSFER -> graph.link().deliver(now);
            default -> fleet.fire(slot, now);
        }
    }

    private double nextLossAt() {
        var losses = options.workerFaults().losses();
        return nextLoss < losses.size() ? losses.get(nextLoss).atS() : Agenda.NEVER;
    }

    private SimulatedFleet buildFleet() {
        Map<Role, RolePool> managed = new TreeMap<>();
        Map<Role, RolePool> fixed = new TreeMap<>();
        for (var stage : graph.stages()) {
            Role role = stage.role();
            EngineOptions engine = options.engines().get(role);
            boolean isFixed = options.fixedReplicas().has(role);
            int gpus = isFixed ? 0 : engine.gpusPerEngine();
            WorkerFaults faults = isFixed ? WorkerFaults.NONE : options.workerFaults();
            var pool = new RolePool(role, stage.value(), gpus, engine.startUp(), faults, options.seed());
            (isFixed ? fixed : managed).put(role, pool);
        }
        var cluster = new Cluster(options.clusterGpus(), options.gpuCeiling(), options.measuredFromS(), endS);
        var built = new SimulatedFleet(
                agenda, cluster, PerRole.copyOf(managed), graph.restart(), options.maxDrainS(), passes);
        for (RolePool pool : fixed.values()) {
            built.begin(pool, options.fixedReplicas().get(pool.role()));
        }
        for (RolePool pool : managed.values()) {
            built.begin(pool, initialReplicas(pool.role()));
        }
        return built;
    }

    private int initialReplicas(Role role) {
        int replicas = policy.initialReplicas()
                .find(role)
                .orElseThrow(() -> new IllegalArgumentException("policy " + policy.key()
                        + " has no initial replicas for role " + role + ", which the run needs"));
        if (replicas < 0) {
            throw new IllegalArgumentException(
                    "policy " + policy.key() + " starts with " + replicas + " replicas of role " + role);
        }
        return replicas;
    }

    private RunRecord.PolicyRun record() {
        int open = requests.size() - outcomes.completed();
        if (open > 0) {
            log.note(endS, open + " of " + requests.size() + " requests were not complete when the run was ended");
        }
        if (options.workerFaults().perEngineHour() > 0) {
            log.note(endS, fleet.lost() + " engines were lost in all");
        }
        double ttft = options.ttftTargetMs();
        double itl = options.itlTargetMs();
        return new RunRecord.PolicyRun(
                policy.key(),
                policy.label(),
                policy.description(),
                Summaries.of(requests, outcomes, ttft, itl, options.measuredFromS(), fleet.cluster(), log),
                timeline.timeline(requests, outcomes, ttft, itl),
                log.changes(),
                log.notes());
    }
}
