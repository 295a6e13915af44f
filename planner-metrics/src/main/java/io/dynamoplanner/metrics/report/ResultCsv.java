package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.Change;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.RoleTimeline;
import io.dynamoplanner.core.run.RunRecord.Summary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The record as CSV files after RFC 4180: a header, CRLF line ends, every text quoted and kept exactly as it is. A
 * missing number is an empty field; shares are between 0 and 1.
 *
 * <p>A text that starts with {@code =} stays what it is: changing it would falsify the data. Import the columns as text
 * into a spreadsheet if the record comes from somebody you do not trust.
 */
public final class ResultCsv {
    private ResultCsv() {}

    /** All files by name, in a fixed order: {@code summary.csv}, {@code changes.csv}, {@code intervals.csv}, {@code
     * timeline-KEY.csv} each. */
    public static Map<String, String> files(RunRecord run) {
        var files = new LinkedHashMap<String, String>();
        files.put("summary.csv", summary(run));
        files.put("changes.csv", changes(run));
        files.put("intervals.csv", intervals(run));
        for (PolicyRun policy : run.policies()) {
            String name = "timeline-" + fileSafe(policy.key()) + ".csv";
            if (files.put(name, timeline(policy)) != null) {
                throw new IllegalArgumentException("policies: the keys of two policies give the same file " + name
                        + "; give each policy a key of its own");
            }
        }
        return Collections.unmodifiableMap(files);
    }

    /** A line per policy. */
    public static String summary(RunRecord run) {
        var csv = new Csv("policy,label,requests,completed,ttft_inside_share,itl_inside_share,both_inside_share,"
                + "ttft_p50_ms,ttft_p95_ms,ttft_p99_ms,itl_p50_ms,itl_p95_ms,itl_p99_ms,"
                + "gpu_hours,peak_gpus,scale_events,direction_changes,budget_violations");
        for (PolicyRun policy : run.policies()) {
            Summary s = policy.summary();
            csv.text(policy.key()).text(policy.label()).whole(s.requests()).whole(s.completed());
            csv.number(s.ttftInside()).number(s.itlInside()).number(s.bothInside());
            csv.number(s.ttftMs().p50())
                    .number(s.ttftMs().p95())
                    .number(s.ttftMs().p99());
            csv.number(s.itlMs().p50()).number(s.itlMs().p95()).number(s.itlMs().p99());
            csv.number(s.gpuHours()).whole(s.peakGpus());
            csv.whole(s.scaleEvents()).whole(s.directionChanges()).whole(s.budgetViolations());
            csv.endLine();
        }
        return csv.toString();
    }

    /** A line per policy: 95 % intervals of its two main numbers, and of how they differ from the first policy's. */
    public static String intervals(RunRecord run) {
        var csv = new Csv("policy,both_inside_low,both_inside_high,gpu_hours_low,gpu_hours_high,"
                + "both_inside_against_first_low,both_inside_against_first_high,"
                + "gpu_hours_against_first_low,gpu_hours_against_first_high");
        List<Confidence> confidence = Confidence.of(run);
        for (int i = 0; i < confidence.size(); i++) {
            Confidence c = confidence.get(i);
            csv.text(run.policies().get(i).key());
            for (Bootstrap.Interval interval :
                    List.of(c.inside(), c.gpuHours(), c.insideAgainstFirst(), c.gpuHoursAgainstFirst())) {
                csv.number(interval.low()).number(interval.high());
            }
            csv.endLine();
        }
        return csv.toString();
    }

    /** A line per row of the timeline; four columns for each role. */
    public static String timeline(PolicyRun policy) {
        var timeline = policy.timeline();
        var header = new StringBuilder("from_s");
        for (TimelineColumn column : TimelineColumn.ALL) {
            header.append(',').append(column.csvName());
        }
        for (PerRole.Entry<RoleTimeline> role : timeline.roles()) {
            for (RoleColumn column : RoleColumn.ALL) {
                header.append(',').append(Csv.quoted(role.role().name() + "_" + column.name()));
            }
        }
        var csv = new Csv(header.toString());
        for (int row = 0; row < timeline.rows(); row++) {
            csv.number(row * timeline.stepS());
            for (TimelineColumn column : TimelineColumn.ALL) {
                csv.number(column.values().apply(timeline).get(row));
            }
            for (PerRole.Entry<RoleTimeline> role : timeline.roles()) {
                for (RoleColumn column : RoleColumn.ALL) {
                    csv.whole(column.values().apply(role.value()).get(row));
                }
            }
            csv.endLine();
        }
        return csv.toString();
    }

    /** A line per change, policy by policy; the lines of a derivation stand in one field, a line feed between them. */
    public static String changes(RunRecord run) {
        var csv = new Csv("policy,at_s,role,from,to,binding,reason,derivation");
        for (PolicyRun policy : run.policies()) {
            for (Change change : policy.changes()) {
                csv.text(policy.key()).number(change.atS()).text(change.role().name());
                csv.whole(change.from()).whole(change.to());
                csv.text(change.binding()).text(change.reason());
                csv.text(String.join("\n", change.derivation()));
                csv.endLine();
            }
        }
        return csv.toString();
    }

    /** A part of a file name that no file system takes for a path. */
    private static String fileSafe(String key) {
        String safe = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        return safe.isEmpty() ? "-" : safe;
    }
}
