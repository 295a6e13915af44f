package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.core.run.RunRecord.Summary;
import java.util.List;
import java.util.Locale;

/** The raw numbers as CSV. */
final class DecisionCsv {
    private DecisionCsv() {}

    /** A line per cell and stated attainment. */
    static String outcomes(List<Outcome> outcomes) {
        var text = new StringBuilder(
                "trace,startup_s,seed,stated,achieved,ttft_inside,itl_inside,gpu_hours,direction_changes,"
                        + "budget_violations,removed_in_outage,feasible,announced,standing,compared_at,ours_there,reference_there,"
                        + "reference_reaches,saved_percent\n");
        for (Outcome o : outcomes) {
            Summary s = o.ours();
            line(
                    text,
                    o.cell().trace(),
                    o.cell().startupS(),
                    o.cell().seed(),
                    o.stated(),
                    s.bothInside(),
                    s.ttftInside(),
                    s.itlInside(),
                    s.gpuHours(),
                    s.directionChanges(),
                    s.budgetViolations(),
                    o.removedInOutage(),
                    o.feasible(),
                    o.announced(),
                    o.standing().name().toLowerCase(Locale.ROOT),
                    o.level(),
                    o.oursAtLevel(),
                    o.referenceAtLevel(),
                    o.referenceReaches(),
                    o.savedPercent());
        }
        return text.toString();
    }

    /** A line per run of every policy. */
    static String runs(List<Outcome> outcomes) {
        var text = new StringBuilder(
                "trace,startup_s,seed,policy,setting,both_inside,ttft_inside,itl_inside,gpu_hours,peak_gpus,"
                        + "scale_events,direction_changes,budget_violations,requests,completed\n");
        for (Outcome o : outcomes) {
            for (Outcome.Raw raw : o.runs()) {
                Summary s = raw.summary();
                line(
                        text,
                        o.cell().trace(),
                        o.cell().startupS(),
                        o.cell().seed(),
                        raw.policy(),
                        raw.setting(),
                        s.bothInside(),
                        s.ttftInside(),
                        s.itlInside(),
                        s.gpuHours(),
                        s.peakGpus(),
                        s.scaleEvents(),
                        s.directionChanges(),
                        s.budgetViolations(),
                        s.requests(),
                        s.completed());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Object... fields) {
        String separator = "";
        for (Object field : fields) {
            text.append(separator).append(field);
            separator = ",";
        }
        text.append('\n');
    }
}
