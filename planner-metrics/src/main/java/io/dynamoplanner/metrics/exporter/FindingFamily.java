package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.finding.Finding.Severity;
import java.util.List;
import java.util.TreeMap;

/** The findings that stand, counted. What was looked at and found in order is not one. */
final class FindingFamily {
    static final Family ALL = Family.gauge(
            "dynamo_planner_findings",
            "Findings that stand at present, by code and severity (info, warning, blocking). Those without a graph"
                    + " concern the process.",
            (graph, rows) -> count(graph.findings(), rows));

    private FindingFamily() {}

    private record Kind(String code, Severity severity) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byCode = code.compareTo(other.code);
            return byCode != 0 ? byCode : severity.compareTo(other.severity);
        }
    }

    static void count(List<Finding> findings, Rows rows) {
        var counts = new TreeMap<Kind, Integer>();
        for (Finding finding : findings) {
            if (finding.severity() != Severity.OK) {
                counts.merge(new Kind(finding.code(), finding.severity()), 1, Integer::sum);
            }
        }
        counts.forEach((kind, count) -> rows.add(count, "code", kind.code, "severity", Rows.name(kind.severity)));
    }
}
