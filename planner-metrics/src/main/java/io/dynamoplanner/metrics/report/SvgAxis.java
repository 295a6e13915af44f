package io.dynamoplanner.metrics.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis of a drawing, and the marks that are made along it.
 *
 * @param from value at one end
 * @param to value at the other end
 * @param start place of {@code from}
 * @param end place of {@code to}
 */
record SvgAxis(double from, double to, double start, double end) {

    /** The place of a value; a value that is none is put at the start. */
    double at(double value) {
        double known = Double.isFinite(value) ? Math.max(from, Math.min(to, value)) : from;
        return to == from ? start : start + (known - from) / (to - from) * (end - start);
    }

    /** About five round values. */
    List<Double> ticks() {
        double rough = Math.max(1e-9, (to - from) / 5);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double factor : new double[] {1, 2, 5, 10}) {
            if (factor * power >= rough * 0.99) {
                step = factor * power;
                break;
            }
        }
        var ticks = new ArrayList<Double>();
        for (long i = Math.round(Math.ceil(from / step - 1e-9)); i * step <= to + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A number as short as it can be said. */
    static String number(double value) {
        double rounded = Math.round(value * 1000) / 1000.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Figures.shortest(rounded);
    }

    static String line(String type, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line%s x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                type.isEmpty() ? "" : " class=\"" + type + "\"",
                x1,
                y1,
                x2,
                y2);
    }

    static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
                x,
                y,
                anchor,
                HtmlText.of(text));
    }
}
