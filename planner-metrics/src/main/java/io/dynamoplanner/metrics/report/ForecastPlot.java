package io.dynamoplanner.metrics.report;

import io.dynamoplanner.metrics.report.ForecastRecord.Line;
import java.util.List;

/**
 * The newest windows of a back-test for a terminal: the requests that came as bars, the recommended forecast as dots. One
 * column is one window, so that a forecast that lags is seen to lag.
 */
public final class ForecastPlot {
    private static final int ROWS = 12;

    private ForecastPlot() {}

    /** The plot with its axis and legend; lines end in a line feed and are at most {@code columns} long. */
    public static String render(ForecastRecord record, int columns, TerminalStyle style) {
        Line best = record.best();
        double most = 0;
        int size = record.actual().size();
        int axis = 0;
        int shown = size;
        for (int round = 0; round < 2; round++) {
            shown = Math.min(size, Math.max(10, columns - axis - 2));
            most = Math.max(most(record.actual(), shown), most(best.forecast(), shown));
            axis = Math.max(label(most).length(), 1);
        }
        String bar = style.unicode() ? "▒" : ":";
        String dot = style.unicode() ? "●" : "o";
        var text = new StringBuilder();
        for (int row = ROWS; row >= 1; row--) {
            String mark = row == ROWS ? label(most) : row == 1 ? "0" : "";
            text.append(" ".repeat(axis - mark.length())).append(mark).append(style.unicode() ? " │" : " |");
            var cells = new StringBuilder();
            for (int i = size - shown; i < size; i++) {
                boolean here = level(best.forecast().get(i), most) == row;
                cells.append(here ? dot : level(record.actual().get(i), most) >= row ? bar : " ");
            }
            text.append(cells.toString().stripTrailing()).append('\n');
        }
        text.append(style.dim(bar + " requests in a window  " + dot + " forecast by " + best.name() + "; "
                        + (shown == size ? "all " : "the last ") + shown + " windows of "
                        + label(record.windowSeconds()) + " s"))
                .append('\n');
        return text.toString();
    }

    private static double most(List<Double> values, int shown) {
        return values.subList(values.size() - shown, values.size()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private static int level(double value, double most) {
        return most > 0 ? (int) Math.round(ROWS * Math.max(0, value) / most) : 0;
    }

    private static String label(double value) {
        return Figures.fixed(value, value < 10 && value != Math.rint(value) ? 1 : 0);
    }
}
