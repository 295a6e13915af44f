package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.simulate.Arena;
import io.dynamoplanner.app.simulate.HindsightSearch;
import io.dynamoplanner.app.simulate.HpaTuning;
import io.dynamoplanner.app.simulate.PlannerPolicy;
import io.dynamoplanner.benchmarks.decisions.Outcome.Raw;
import io.dynamoplanner.benchmarks.decisions.Outcome.Standing;
import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.Change;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.core.run.RunRecord.Timeline;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.sim.ProgressListener;
import io.dynamoplanner.sim.Simulation;
import io.dynamoplanner.sim.SimulationOptions;
import io.dynamoplanner.sim.metrics.MetricFaults;
import io.dynamoplanner.sim.policy.HpaPolicy;
import io.dynamoplanner.sim.policy.StaticPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** All runs of one cell. */
final class CellRun {
    static final List<Double> STATED = List.of(0.95, 0.99);

    /** Attainments for which our curve is drawn. */
    private static final List<Double> OURS = List.of(0.5, 0.8, 0.9, 0.95, 0.99);

    /** Factors on the latency targets that the reference is told, for which its curve is drawn. */
    private static final List<Double> REFERENCE = List.of(0.2, 0.35, 0.5, 0.65, 0.8, 1.0, 1.25);

    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(3);
    private static final double OUTAGE_S = 600;
    private static final double TOLERANCE = 0.005;
    private static final ProgressListener SILENT = share -> true;

    private final Cell cell;
    private final Arena arena;
    private final Compatibility release;
    private final ProgressListener listener;
    private int steps;

    CellRun(Cell cell, Compatibility release, ProgressListener listener) {
        this.cell = cell;
        this.arena = cell.evaluation();
        this.release = release;
        this.listener = listener;
    }

    /** An outcome for each stated attainment. */
    List<Outcome> outcomes() {
        List<Raw> shared = new ArrayList<>();
        var ours = new ArrayList<Summary>();
        for (double attainment : OURS) {
            Summary summary = run(ours(attainment, DecisionLog.NONE)).summary();
            ours.add(summary);
            shared.add(new Raw("ours", text(attainment), summary));
        }
        step();
        var reference = new ArrayList<Summary>();
        for (Duration interval : intervals()) {
            for (double factor : REFERENCE) {
                Summary summary = run(reference(factor, interval)).summary();
                reference.add(summary);
                shared.add(new Raw(
                        "reference-" + release.spelling(),
                        text(factor) + " at " + interval.toSeconds() + " s",
                        summary));
            }
        }
        step();
        shared.add(new Raw(
                "static",
                "peak",
                run(new StaticPolicy("static", "", "", arena.fleets().peak())).summary()));
        var outcomes = new ArrayList<Outcome>();
        for (double stated : STATED) {
            outcomes.add(outcome(stated, shared, new CostCurve(ours), new CostCurve(reference)));
        }
        return outcomes;
    }

    private Outcome outcome(double stated, List<Raw> shared, CostCurve ours, CostCurve reference) {
        var watch = new InfeasibleWatch(arena.options().epoch());
        PolicyRun run = run(ours(stated, watch));
        double attained = run.summary().bothInside();
        int removed = removedInOutage(stated, run);
        step();
        Summary oracle = new HindsightSearch(arena).cheapest(stated, SILENT).summary();
        step();
        List<Raw> raw = stated == STATED.get(0) ? new ArrayList<>(shared) : new ArrayList<>();
        raw.add(new Raw("oracle", text(stated), oracle));
        for (HpaPolicy.Metric metric : HpaPolicy.Metric.values()) {
            var targets = new HpaTuning(cell.training()).targets(metric, stated, SILENT);
            raw.add(new Raw(
                    metric.key(),
                    text(stated),
                    run(HpaTuning.policy(arena, metric, targets)).summary()));
            step();
        }
        double level = Math.min(attained, reference.best());
        return new Outcome(
                cell,
                stated,
                run.summary(),
                removed,
                feasible(stated, run.summary(), raw, shared),
                watch.saidAtS() <= firstMissS(run.timeline(), stated),
                standing(stated, attained),
                level,
                level == attained ? run.summary().gpuHours() : ours.gpuHours(level),
                reference.gpuHours(level),
                reference.best() >= attained,
                List.copyOf(raw));
    }

    /** Whether anybody meets the stated share inside the budget: the oracle, or who only knows the past. */
    private static boolean feasible(double stated, Summary ours, List<Raw> runs, List<Raw> shared) {
        return Stream.concat(
                        Stream.of(ours),
                        Stream.concat(runs.stream(), shared.stream()).map(Raw::summary))
                .anyMatch(run -> run.bothInside() >= stated && run.budgetViolations() == 0);
    }

    /** Half a point either way is met. More than that is a miss only if one replica fewer would have done. */
    private Standing standing(double stated, double attained) {
        if (Math.abs(attained - stated) <= TOLERANCE) {
            return Standing.MET;
        }
        if (attained < stated) {
            return Standing.BELOW;
        }
        for (Role role : arena.settings().roles()) {
            Summary fewer =
                    run(new OneFewer(ours(stated, DecisionLog.NONE), role)).summary();
            if (fewer.bothInside() >= stated) {
                return Standing.ABOVE;
            }
        }
        return Standing.MET;
    }

    /**
     * The outage begins where most can be lost: when the fleet is largest, and before the load falls most. The larger
     * number counts.
     */
    private int removedInOutage(double stated, PolicyRun sound) {
        Timeline timeline = sound.timeline();
        int rows = timeline.rows();
        int length = (int) Math.ceil(OUTAGE_S / timeline.stepS());
        int last = Math.max(1, rows - length);
        int first = (int) (arena.options().measuredFromS() / timeline.stepS());
        int largest = first;
        int steepest = first;
        double drop = Double.NEGATIVE_INFINITY;
        for (int row = first; row < last; row++) {
            if (timeline.gpus().get(row) > timeline.gpus().get(largest)) {
                largest = row;
            }
            double falls =
                    timeline.offeredRps().get(row) - timeline.offeredRps().get(Math.min(rows - 1, row + length - 1));
            if (falls > drop) {
                drop = falls;
                steepest = row;
            }
        }
        return Math.max(
                removed(stated, (largest + 1) * timeline.stepS()), removed(stated, (steepest + 1) * timeline.stepS()));
    }

    private int removed(double stated, double fromS) {
        SimulationOptions blind =
                arena.options().withFaults(MetricFaults.of(new MetricFaults.Outage(fromS, fromS + OUTAGE_S)));
        PolicyRun run = Simulation.run(blind, arena.requests(), ours(stated, DecisionLog.NONE), SILENT);
        int removed = 0;
        for (Change change : run.changes()) {
            if (change.atS() >= fromS && change.atS() < fromS + OUTAGE_S) {
                removed += Math.max(0, change.from() - change.to());
            }
        }
        return removed;
    }

    private double firstMissS(Timeline timeline, double stated) {
        for (int row = (int) (arena.options().measuredFromS() / timeline.stepS()); row < timeline.rows(); row++) {
            if (timeline.inside().get(row) < stated) {
                return row * timeline.stepS();
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private PlannerPolicy ours(double attainment, DecisionLog log) {
        return arena.planner(
                new PlannerPolicy.Name("ours", "Ours", ""), arena.settings().withAttainment(attainment), log);
    }

    /** The reference may have the better of its own default interval and ours. */
    private Set<Duration> intervals() {
        return new LinkedHashSet<>(
                Arrays.asList(DEFAULT_INTERVAL, arena.settings().window()));
    }

    private PlannerPolicy reference(double factor, Duration interval) {
        PlannerSettings rules = arena.settings(release).withWindow(interval);
        return arena.planner(
                new PlannerPolicy.Name("reference", "Reference", ""),
                rules.withTargets(factor * rules.ttftMs(), factor * rules.itlMs()),
                DecisionLog.NONE);
    }

    private PolicyRun run(ScalingPolicy policy) {
        return Simulation.run(arena.options(), arena.requests(), policy, SILENT);
    }

    private void step() {
        listener.progressed(Math.min(1, ++steps / (2.0 + 4 * STATED.size())));
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%s", value);
    }
}
