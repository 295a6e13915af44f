package io.dynamoplanner.core.run;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.List;
import java.util.Objects;

/**
 * What happened in a run, simulated or live, for one or several policies over the same traffic. Tables, JSON, CSV, the
 * HTML report and the live page are all rendered from this.
 *
 * @param title one line: what was run
 * @param facts what a reader needs to repeat it, in order: trace, profile, configuration, seed
 * @param ttftTargetMs target for time to first token, ms
 * @param itlTargetMs target for inter-token latency, ms
 * @param gpuCeiling most GPUs allowed; negative for no limit
 * @param durationS length of the run, s
 * @param policies the first one is the planner itself
 */
public record RunRecord(
        String title,
        List<Fact> facts,
        double ttftTargetMs,
        double itlTargetMs,
        int gpuCeiling,
        double durationS,
        List<PolicyRun> policies) {
    public RunRecord {
        Objects.requireNonNull(title, "title");
        facts = List.copyOf(facts);
        policies = List.copyOf(policies);
    }

    public record Fact(String name, String value) {}

    /**
     * One policy over the whole run.
     *
     * @param key short stable name, for files and keys ({@code planner}, {@code reference-1.0}, {@code static-peak})
     * @param label name for people
     * @param description one sentence: how it decides
     */
    public record PolicyRun(
            String key,
            String label,
            String description,
            Summary summary,
            Timeline timeline,
            List<Change> changes,
            List<Note> notes) {
        public PolicyRun {
            changes = List.copyOf(changes);
            notes = List.copyOf(notes);
        }
    }

    /**
     * The row of a policy in the result table.
     *
     * @param requests requests that arrived
     * @param completed requests that finished before the run ended
     * @param ttftInside share of the requests whose time to first token met the target; unfinished ones count as missed
     * @param itlInside share of the requests whose mean inter-token latency met the target; likewise
     * @param bothInside share of the requests that met both
     * @param ttftMs time to first token, ms: 50, 95 and 99 percentile
     * @param itlMs mean inter-token latency of a request, ms: 50, 95 and 99 percentile
     * @param gpuHours GPU hours held, starting and draining replicas included
     * @param peakGpus most GPUs held at one instant
     * @param scaleEvents changes of a role's replica target
     * @param directionChanges scale events whose direction is opposite to the one before in the same role
     * @param budgetViolations instants at which more GPUs were held than the ceiling allows
     */
    public record Summary(
            long requests,
            long completed,
            double ttftInside,
            double itlInside,
            double bothInside,
            Percentiles ttftMs,
            Percentiles itlMs,
            double gpuHours,
            int peakGpus,
            int scaleEvents,
            int directionChanges,
            int budgetViolations) {}

    public record Percentiles(double p50, double p95, double p99) {}

    /**
     * A change of one role's target.
     *
     * @param atS seconds since the start of the run
     * @param reason one sentence
     * @param binding what limited the answer: demand, floor, ceiling, step, stabilisation, hold ...
     * @param derivation how the number came about, line by line; may be empty
     */
    public record Change(
            double atS, Role role, int from, int to, String reason, String binding, List<String> derivation) {
        public Change {
            derivation = List.copyOf(derivation);
        }
    }

    /** Something a reader should know that is not a change: a hold, an infeasible target. */
    public record Note(double atS, String text) {}

    /**
     * Equally spaced rows; every list has the same length, NaN where a row has no value.
     *
     * @param stepS seconds per row; row {@code i} covers {@code [i·stepS, (i+1)·stepS)}
     * @param offeredRps requests that arrived, per second
     * @param forecastRps requests per second that the policy expected for this row; NaN where it has no forecast
     * @param isl mean input length of the requests that arrived, tokens
     * @param osl mean output length of the requests that arrived, tokens
     * @param ttftP50Ms time to first token of the requests that arrived in this row, ms, median
     * @param ttftP95Ms the same, 95 percentile
     * @param itlP50Ms mean inter-token latency of the requests that arrived in this row, ms, median
     * @param itlP95Ms the same, 95 percentile
     * @param inside share of the requests that arrived in this row and met both targets
     * @param gpus GPUs held at the end of the row
     * @param gpuHours GPU hours since the start
     * @param roles replicas role by role
     */
    public record Timeline(
            double stepS,
            List<Double> offeredRps,
            List<Double> forecastRps,
            List<Double> isl,
            List<Double> osl,
            List<Double> ttftP50Ms,
            List<Double> ttftP95Ms,
            List<Double> itlP50Ms,
            List<Double> itlP95Ms,
            List<Double> inside,
            List<Double> gpus,
            List<Double> gpuHours,
            PerRole<RoleTimeline> roles) {
        public int rows() {
            return offeredRps.size();
        }
    }

    /** Replicas of one role at the end of each row: wanted (the target), ready, starting, draining. */
    public record RoleTimeline(
            List<Integer> wanted, List<Integer> ready, List<Integer> starting, List<Integer> draining) {}
}
