package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a run as a table for a terminal: a line per policy, a column per number, the unit in the header.
 *
 * <p>Columns that do not fit are left out, the least telling first, and named below the table. The best value of a
 * column carries an asterisk, in colour as well where there is colour.
 */
public final class ResultTable {
    private static final int LONGEST_LABEL = 28;
    private static final int SHORTEST_LABEL = 10;
    /** Columns are left out before a label is cut below this. */
    private static final int READABLE_LABEL = 16;

    private static final String GAP = " ";

    /** A column with its two header lines, in the order of the table; {@code rank} 0 is never left out. */
    private record Column(ResultMetric metric, String top, String bottom, int rank) {}

    private static final List<Column> COLUMNS = List.of(
            new Column(ResultMetric.REQUESTS, "Requests", "", 4),
            new Column(ResultMetric.TTFT_INSIDE, "TTFT", "in, %", 0),
            new Column(ResultMetric.ITL_INSIDE, "ITL", "in, %", 0),
            new Column(ResultMetric.BOTH_INSIDE, "Both", "in, %", 0),
            new Column(ResultMetric.TTFT_P95, "TTFT", "p95, ms", 5),
            new Column(ResultMetric.ITL_P95, "ITL", "p95, ms", 6),
            new Column(ResultMetric.GPU_HOURS, "GPU-", "hours", 0),
            new Column(ResultMetric.PEAK_GPUS, "Peak", "GPUs", 1),
            new Column(ResultMetric.SCALE_EVENTS, "Scale", "events", 2),
            new Column(ResultMetric.DIRECTION_CHANGES, "Direc.", "changes", 7),
            new Column(ResultMetric.BUDGET_VIOLATIONS, "Budget", "viol.", 3));

    private ResultTable() {}

    /** The table in plain ASCII, with ANSI colours if wanted. */
    public static String render(RunRecord run, int width, boolean colour) {
        return render(run, width, new TerminalStyle(colour, false));
    }

    /**
     * The table with its title, targets and legend. Lines end in a line feed and are at most {@code width} long, except
     * that below some 40 columns the lines with the shares and GPU-hours run over.
     */
    public static String render(RunRecord run, int width, TerminalStyle style) {
        var columns = new ArrayList<>(COLUMNS);
        var leftOut = new ArrayList<String>();
        int labelWidth = labelWidth(run, style);
        while (Math.min(labelWidth, READABLE_LABEL) + numbersWidth(columns, run) > width
                && leaveOutOne(columns, leftOut)) {}
        labelWidth = Math.max(SHORTEST_LABEL, Math.min(labelWidth, width - numbersWidth(columns, run)));

        var text = new StringBuilder();
        line(text, style.bold(style.cut(style.safe(run.title()), width)));
        for (String part : wrapped(targets(run), width)) {
            line(text, part);
        }
        line(text, "");
        var top = new StringBuilder(" ".repeat(labelWidth));
        var bottom = new StringBuilder(padRight("Policy", labelWidth));
        for (Column column : columns) {
            int columnWidth = columnWidth(column, run);
            // The last place of a cell is for the asterisk; headers stay above the digits.
            top.append(GAP).append(padLeft(column.top(), columnWidth - 1)).append(' ');
            bottom.append(GAP).append(padLeft(column.bottom(), columnWidth - 1)).append(' ');
        }
        line(text, top.toString().stripTrailing());
        line(text, bottom.toString().stripTrailing());
        line(text, style.dim((style.unicode() ? "─" : "-").repeat(labelWidth + numbersWidth(columns, run) - 1)));
        for (PolicyRun policy : run.policies()) {
            line(text, row(policy, run, columns, labelWidth, style));
        }
        line(text, "");
        for (String part : wrapped(legend(leftOut), width)) {
            line(text, style.dim(part));
        }
        return text.toString();
    }

    private static String row(
            PolicyRun policy, RunRecord run, List<Column> columns, int labelWidth, TerminalStyle style) {
        var row = new StringBuilder(padRight(style.cut(style.safe(policy.label()), labelWidth), labelWidth));
        for (Column column : columns) {
            boolean best = column.metric().isBest(policy, run.policies());
            String cell = padLeft(column.metric().text(policy) + (best ? "*" : " "), columnWidth(column, run));
            row.append(GAP).append(best ? style.green(cell) : cell);
        }
        return row.toString().stripTrailing();
    }

    private static boolean leaveOutOne(List<Column> columns, List<String> leftOut) {
        int last = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).rank() > 0
                    && (last < 0 || columns.get(i).rank() > columns.get(last).rank())) {
                last = i;
            }
        }
        if (last < 0) {
            return false;
        }
        leftOut.add(columns.remove(last).metric().name());
        return true;
    }

    private static int labelWidth(RunRecord run, TerminalStyle style) {
        int longest = SHORTEST_LABEL;
        for (PolicyRun policy : run.policies()) {
            String label = style.safe(policy.label());
            longest = Math.max(longest, label.codePointCount(0, label.length()));
        }
        return Math.min(longest, LONGEST_LABEL);
    }

    private static int columnWidth(Column column, RunRecord run) {
        int widest = Math.max(column.top().length(), column.bottom().length());
        for (PolicyRun policy : run.policies()) {
            widest = Math.max(widest, column.metric().text(policy).length());
        }
        return widest + 1;
    }

    private static int numbersWidth(List<Column> columns, RunRecord run) {
        int sum = 0;
        for (Column column : columns) {
            sum += GAP.length() + columnWidth(column, run);
        }
        return sum;
    }

    private static String targets(RunRecord run) {
        return "Targets: TTFT " + Targets.ms(run.ttftTargetMs()) + ", ITL " + Targets.ms(run.itlTargetMs()) + ". "
                + Targets.ceiling(run.gpuCeiling()) + ". Length: " + Figures.clock(run.durationS()) + ".";
    }

    private static String legend(List<String> leftOut) {
        String best = "* best value of the column.";
        return leftOut.isEmpty() ? best : best + " Not shown at this width: " + String.join(", ", leftOut) + ".";
    }

    private static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.codePointCount(0, text.length()))) + text;
    }

    private static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
