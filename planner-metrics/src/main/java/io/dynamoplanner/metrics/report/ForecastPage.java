package io.dynamoplanner.metrics.report;

import io.dynamoplanner.metrics.report.ForecastRecord.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A back-test as one HTML page: the table, and a drawing per predictor of what came, what was forecast, and the upper 90 %
 * bound. No scripts, nothing is loaded.
 */
public final class ForecastPage {
    private static final double WIDTH = 1100;
    private static final double HEIGHT = 240;

    private ForecastPage() {}

    /** The page, to be written as UTF-8. */
    public static String render(ForecastRecord record) {
        var html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(HtmlText.of(record.title()))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(HtmlText.of(record.title()))
                .append("</h1>\n<p>")
                .append(HtmlText.of(sentence(record)))
                .append("</p>\n");
        table(record, html);
        double most = 0;
        for (double value : record.actual()) {
            most = Math.max(most, value);
        }
        for (Line line : record.predictors()) {
            drawing(record, line, most, html);
        }
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String sentence(ForecastRecord record) {
        return "Recommended: " + record.best().name() + "; " + record.reason() + ". "
                + record.actual().size() + " windows of " + Figures.fixed(record.windowSeconds(), 0)
                + " s were scored, each forecast " + record.horizon()
                + (record.horizon() == 1 ? " window" : " windows") + " ahead.";
    }

    private static void table(ForecastRecord record, StringBuilder html) {
        html.append("<table>\n<thead><tr><th>Predictor</th>");
        for (ForecastColumn column : ForecastColumn.ALL) {
            html.append("<th>")
                    .append(HtmlText.of(column.top() + " " + column.bottom()))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (Line line : record.predictors()) {
            html.append("<tr><th>").append(HtmlText.of(line.name())).append("</th>");
            for (ForecastColumn column : ForecastColumn.ALL) {
                html.append(column.isBest(line, record.predictors()) ? "<td class=\"best\">" : "<td>")
                        .append(HtmlText.of(column.text(line)))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table>\n");
    }

    private static void drawing(ForecastRecord record, Line line, double most, StringBuilder html) {
        html.append("<h2>").append(HtmlText.of(line.name())).append("</h2>\n<svg viewBox=\"0 0 ");
        html.append((int) WIDTH).append(' ').append((int) HEIGHT);
        html.append("\" role=\"img\" aria-label=\"requests per window and forecast\">\n");
        curve("bound", line.upper90(), most, html);
        curve("actual", record.actual(), most, html);
        curve("forecast", line.forecast(), most, html);
        html.append("</svg>\n<p class=\"legend\"><span class=\"actual\">requests per window, 0 to ")
                .append(HtmlText.of(Figures.grouped(Figures.fixed(most, 0))))
                .append(
                        "</span> <span class=\"forecast\">forecast</span> <span class=\"bound\">upper 90 % bound</span></p>\n");
    }

    private static void curve(String name, List<Double> values, double most, StringBuilder html) {
        html.append("<polyline class=\"").append(name).append("\" points=\"");
        double step = WIDTH / Math.max(1, values.size() - 1);
        for (int i = 0; i < values.size(); i++) {
            // A bound far above everything that came is drawn at the edge.
            double share = most > 0 ? Math.max(0, Math.min(1.05, values.get(i) / most)) : 0;
            html.append(String.format(Locale.ROOT, "%.1f,%.1f ", i * step, HEIGHT * (1 - share / 1.05)));
        }
        html.append("\"/>\n");
    }

    private static String style() {
        try (InputStream in = ForecastPage.class.getResourceAsStream("page/forecast.css")) {
            if (in == null) {
                throw new IllegalStateException("the resource page/forecast.css is missing; build the jar anew");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource page/forecast.css", e);
        }
    }
}
