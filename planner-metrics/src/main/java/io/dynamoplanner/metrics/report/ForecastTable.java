package io.dynamoplanner.metrics.report;

import io.dynamoplanner.metrics.report.ForecastRecord.Line;

/** The result of a back-test as a table for a terminal: a line per predictor, a column per number. */
public final class ForecastTable {
    private ForecastTable() {}

    /** The table with its title; lines end in a line feed. */
    public static String render(ForecastRecord record, TerminalStyle style) {
        int label = "Predictor".length();
        for (Line line : record.predictors()) {
            label = Math.max(label, line.name().length());
        }
        var top = new StringBuilder(" ".repeat(label));
        var bottom = new StringBuilder("Predictor" + " ".repeat(label - "Predictor".length()));
        int width = label;
        for (ForecastColumn column : ForecastColumn.ALL) {
            int columnWidth = width(column, record);
            top.append(left(column.top(), columnWidth)).append(' ');
            bottom.append(left(column.bottom(), columnWidth)).append(' ');
            width += columnWidth + 1;
        }
        var text = new StringBuilder(style.bold(style.safe(record.title()))).append('\n');
        text.append(top.toString().stripTrailing()).append('\n');
        text.append(bottom.toString().stripTrailing()).append('\n');
        text.append(style.dim((style.unicode() ? "─" : "-").repeat(width - 1))).append('\n');
        for (Line line : record.predictors()) {
            var row = new StringBuilder(
                    line.name() + " ".repeat(label - line.name().length()));
            for (ForecastColumn column : ForecastColumn.ALL) {
                boolean best = column.isBest(line, record.predictors());
                String cell = left(style.safe(column.text(line)), width(column, record)) + (best ? "*" : " ");
                row.append(best ? style.green(cell) : cell);
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(ForecastColumn column, ForecastRecord record) {
        int widest = Math.max(column.top().length(), column.bottom().length());
        for (Line line : record.predictors()) {
            widest = Math.max(widest, column.text(line).length());
        }
        return widest + 1;
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
