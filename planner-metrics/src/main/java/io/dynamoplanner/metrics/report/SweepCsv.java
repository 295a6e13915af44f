package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.core.run.SweepRecord;
import java.util.Locale;

/** A sweep as CSV after RFC 4180: a line per variation and policy, in their order. */
public final class SweepCsv {
    private SweepCsv() {}

    public static String render(SweepRecord sweep) {
        var header = new StringBuilder();
        for (String axis : sweep.axes()) {
            header.append(Csv.quoted(axis)).append(',');
        }
        header.append("policy,target_share,both_inside_share,ttft_inside_share,itl_inside_share,gpu_hours,peak_gpus,"
                + "scale_events,direction_changes,budget_violations,requests,completed,first_against_this");
        var csv = new Csv(header.toString());
        for (SweepRecord.Cell cell : sweep.cells()) {
            Summary own = cell.run().policies().get(0).summary();
            for (PolicyRun policy : cell.run().policies()) {
                Summary s = policy.summary();
                cell.values().forEach(csv::text);
                csv.text(policy.key()).number(cell.target());
                csv.number(s.bothInside()).number(s.ttftInside()).number(s.itlInside());
                csv.number(s.gpuHours()).whole(s.peakGpus());
                csv.whole(s.scaleEvents()).whole(s.directionChanges()).whole(s.budgetViolations());
                csv.whole(s.requests()).whole(s.completed());
                boolean itself = policy.equals(cell.run().policies().get(0));
                csv.text(itself ? "" : Duel.of(own, s, cell.target()).name().toLowerCase(Locale.ROOT));
                csv.endLine();
            }
        }
        return csv.toString();
    }
}
