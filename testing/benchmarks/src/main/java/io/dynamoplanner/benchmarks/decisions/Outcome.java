package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.core.run.RunRecord.Summary;
import java.util.List;

/**
 * What came out of a cell at one stated attainment.
 *
 * @param stated share of the requests that should be inside both targets
 * @param ours the planner's run
 * @param removedInOutage replicas removed in ten minutes without metrics, at the worst of the moments tried
 * @param feasible whether anybody, the oracle included, meets the stated attainment inside the budget
 * @param announced whether the planner said that a target cannot be met before the first misses
 * @param standing ours against the stated attainment
 * @param level attainment at which the cost is compared: ours, or the reference's best if that is lower
 * @param oursAtLevel our GPU-hours at that level
 * @param referenceAtLevel the reference's GPU-hours at that level
 * @param referenceReaches whether the reference reaches our attainment with any of its settings
 * @param runs every run, for the raw table
 */
record Outcome(
        Cell cell,
        double stated,
        Summary ours,
        int removedInOutage,
        boolean feasible,
        boolean announced,
        Standing standing,
        double level,
        double oursAtLevel,
        double referenceAtLevel,
        boolean referenceReaches,
        List<Raw> runs) {

    enum Standing {
        BELOW,
        MET,
        /** Met, and one replica fewer of some role would have met it too. */
        ABOVE
    }

    /**
     * A run of a policy.
     *
     * @param setting what was varied about it
     */
    record Raw(String policy, String setting, Summary summary) {}

    /** GPU-hours saved against the reference at the same level, %. */
    double savedPercent() {
        return 100 * (1 - oursAtLevel / referenceAtLevel);
    }
}
