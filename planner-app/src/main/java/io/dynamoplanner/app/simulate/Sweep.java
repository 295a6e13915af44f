package io.dynamoplanner.app.simulate;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.SweepRecord;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.TargetFields;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.sim.engine.ForwardPasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The same comparison in every combination of some variations of a scenario. */
public final class Sweep {
    private final List<SweepAxis> axes;
    private final List<Variation> variations;

    private record Variation(List<String> values, Scenario scenario) {}

    /**
     * @param axes as they were given: {@code startup=30s,60s}
     * @param scenario makes the scenario from further planner flags
     */
    public Sweep(List<String> axes, Function<Map<String, String>, Scenario> scenario) {
        this.axes = axes.stream().map(SweepAxis::parse).toList();
        this.variations = combinations().stream()
                .map(values -> new Variation(values, scenario(values, scenario)))
                .toList();
    }

    /** Variations that there are. */
    public int size() {
        return variations.size();
    }

    /** Runs all variations; the order of the results is that of the values, whichever is done first. */
    public SweepRecord run(
            Trace trace, Set<Contender> contenders, Compatibility release, int threads, Comparison.Progress progress) {
        var jobs = new ArrayList<ParallelRuns.Job<RunRecord>>();
        for (Variation variation : variations) {
            jobs.add(listener -> new Comparison(
                            variation.scenario(), trace, release, header -> DecisionLog.NONE, ForwardPasses.NONE)
                    .run(contenders, listener));
        }
        List<RunRecord> runs = ParallelRuns.run(
                jobs, threads, done -> progress.progressed(done, "simulating " + size() + " variations"));
        progress.progressed(1, "");
        var cells = new ArrayList<SweepRecord.Cell>();
        for (int i = 0; i < runs.size(); i++) {
            Variation variation = variations.get(i);
            double target = variation.scenario().config().get(TargetFields.ATTAINMENT);
            cells.add(new SweepRecord.Cell(variation.values(), target, runs.get(i)));
        }
        List<String> names = axes.stream().map(axis -> axis.subject().text()).toList();
        return new SweepRecord(runs.get(0).title() + ", by " + String.join(" and ", names), names, cells);
    }

    private Scenario scenario(List<String> values, Function<Map<String, String>, Scenario> base) {
        var flags = new TreeMap<String, String>();
        for (int i = 0; i < values.size(); i++) {
            flags.putAll(axes.get(i).flags(values.get(i)));
        }
        Scenario scenario = base.apply(flags);
        for (int i = 0; i < values.size(); i++) {
            scenario = axes.get(i).applied(scenario, values.get(i));
        }
        return scenario;
    }

    private List<List<String>> combinations() {
        List<List<String>> all = List.of(List.of());
        for (SweepAxis axis : axes) {
            var longer = new ArrayList<List<String>>();
            for (List<String> before : all) {
                for (String value : axis.values()) {
                    var values = new ArrayList<>(before);
                    values.add(value);
                    longer.add(values);
                }
            }
            all = longer;
        }
        return all;
    }
}
