package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.core.run.SweepRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A sweep as two tables for a terminal: what each policy reached in each variation, and how often the first policy was
 * better than each of the others.
 */
public final class SweepTable {
    private static final long SEED = 1;

    private SweepTable() {}

    public static String render(SweepRecord sweep) {
        var text = new StringBuilder();
        text.append(sweep.title()).append('\n');
        text.append(
                "Share of the requests inside both targets, %, at GPU-hours. + the first policy is better, - worse, = level.\n\n");
        table(cells(sweep), text);
        text.append('\n');
        table(duels(sweep), text);
        text.append("""

                Who meets the target beats who does not; if both do, fewer GPU-hours by more than 1 % win; if none
                does, a share higher by more than half a point. Brackets: 95 % interval, drawn over the variations.
                """);
        return text.toString();
    }

    private static List<List<String>> cells(SweepRecord sweep) {
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<String>(sweep.axes());
        boolean varied = sweep.axes().contains("target");
        if (!varied) {
            head.add("target, %");
        }
        for (PolicyRun policy : sweep.cells().get(0).run().policies()) {
            head.add(policy.label());
        }
        rows.add(head);
        for (SweepRecord.Cell cell : sweep.cells()) {
            var row = new ArrayList<String>(cell.values());
            if (!varied) {
                row.add(format("%.3g", 100 * cell.target()));
            }
            List<PolicyRun> policies = cell.run().policies();
            for (PolicyRun policy : policies) {
                Summary s = policy.summary();
                String mark = policy.equals(policies.get(0))
                        ? " "
                        : switch (Duel.of(policies.get(0).summary(), s, cell.target())) {
                            case WIN -> "+";
                            case LEVEL -> "=";
                            case LOSS -> "-";
                        };
                row.add(format("%.1f at %.1f", 100 * s.bothInside(), s.gpuHours()) + mark);
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> duels(SweepRecord sweep) {
        var rows = new ArrayList<List<String>>();
        List<PolicyRun> policies = sweep.cells().get(0).run().policies();
        rows.add(List.of(
                policies.get(0).label() + " against", "wins", "level", "losses", "GPU-hours, median", "share, median"));
        for (int i = 1; i < policies.size(); i++) {
            var outcomes = new ArrayList<Duel>();
            double[] hours = new double[sweep.cells().size()];
            double[] shares = new double[hours.length];
            for (int c = 0; c < hours.length; c++) {
                SweepRecord.Cell cell = sweep.cells().get(c);
                Summary own = cell.run().policies().get(0).summary();
                Summary other = cell.run().policies().get(i).summary();
                outcomes.add(Duel.of(own, other, cell.target()));
                hours[c] = 100 * (own.gpuHours() / other.gpuHours() - 1);
                shares[c] = 100 * (own.bothInside() - other.bothInside());
            }
            rows.add(List.of(
                    policies.get(i).label(),
                    String.valueOf(Collections.frequency(outcomes, Duel.WIN)),
                    String.valueOf(Collections.frequency(outcomes, Duel.LEVEL)),
                    String.valueOf(Collections.frequency(outcomes, Duel.LOSS)),
                    interval(hours, " %"),
                    interval(shares, " points")));
        }
        return rows;
    }

    private static String interval(double[] values, String unit) {
        Bootstrap.Interval interval = Bootstrap.ofMedian(values, SEED);
        return format("%+.1f%s [%+.1f, %+.1f]", Bootstrap.median(values), unit, interval.low(), interval.high());
    }

    /** First column to the left, the others to the right. */
    private static void table(List<List<String>> rows, StringBuilder text) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
