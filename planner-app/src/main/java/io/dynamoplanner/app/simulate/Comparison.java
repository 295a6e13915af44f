package io.dynamoplanner.app.simulate;

import io.dynamoplanner.core.engine.ProfileCheck;
import io.dynamoplanner.core.engine.ProfileFinding;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.sim.ProgressListener;
import io.dynamoplanner.sim.engine.ForwardPasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Several policies over the same traffic on the same simulated fleet. */
public final class Comparison {
    private final Arena arena;
    private final Contests contests;

    /** Follows the whole comparison; called from several threads, one at a time. */
    @FunctionalInterface
    public interface Progress {
        void progressed(double fraction, String text);
    }

    /**
     * @param ledger opens the ledger of the planner
     */
    public Comparison(Scenario scenario, Trace trace, Function<LedgerHeader, DecisionLog> ledger) {
        this(scenario, trace, Compatibility.V1_0, ledger, ForwardPasses.NONE);
    }

    /**
     * @param release release of the reference that it is compared with
     * @param ledger opens the ledger of the planner
     * @param passes takes the forward passes of the planner's run
     */
    public Comparison(
            Scenario scenario,
            Trace trace,
            Compatibility release,
            Function<LedgerHeader, DecisionLog> ledger,
            ForwardPasses passes) {
        this.arena = new Arena(scenario, trace);
        this.contests = new Contests(arena, release, ledger, passes);
    }

    /** What is odd about the profile that the planner believes. */
    public List<ProfileFinding> profileFindings() {
        return ProfileCheck.findings(arena.profile());
    }

    /** Runs the contenders, a few at a time, and returns them in their order. */
    public RunRecord run(Set<Contender> contenders, Progress progress) {
        var jobs = new ArrayList<ParallelRuns.Job<RunRecord.PolicyRun>>();
        for (Contender contender : contests.possible(contenders)) {
            jobs.add(listener -> contests.run(contender, listener));
        }
        String text = "simulating " + arena.requests().size() + " requests";
        List<RunRecord.PolicyRun> runs =
                ParallelRuns.run(jobs, ParallelRuns.USUAL_THREADS, done -> progress.progressed(done, text));
        progress.progressed(1, "");
        return record(runs);
    }

    /** Runs the contenders one after the other in this thread, for those who run many comparisons. */
    RunRecord run(Set<Contender> contenders, ProgressListener listener) {
        List<Contender> possible = contests.possible(contenders);
        var runs = new ArrayList<RunRecord.PolicyRun>();
        for (Contender contender : possible) {
            double before = runs.size() / (double) possible.size();
            runs.add(contests.run(contender, share -> listener.progressed(before + share / possible.size())));
        }
        return record(runs);
    }

    private RunRecord record(List<RunRecord.PolicyRun> runs) {
        return new RunRecord(
                arena.scenario().title(),
                Facts.of(arena.scenario(), arena.requests().size(), arena.settings(), arena.fleets()),
                arena.settings().ttftMs(),
                arena.settings().itlMs(),
                arena.options().gpuCeiling(),
                arena.requests().durationS(),
                runs);
    }
}
