package io.dynamoplanner.metrics.report;

import io.dynamoplanner.metrics.report.ForecastRecord.Line;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One number of a forecast table.
 *
 * @param top first header line
 * @param bottom second header line
 * @param lessIsBetter whether the least value is marked; shares inside a bound have no best value
 * @param value of a predictor, in the unit of the header
 * @param significant whether to show four significant digits; one decimal otherwise
 */
record ForecastColumn(
        String top, String bottom, boolean lessIsBetter, ToDoubleFunction<Line> value, boolean significant) {
    static final List<ForecastColumn> ALL = List.of(
            new ForecastColumn("Requests", "MAE", true, Line::requestsError, true),
            new ForecastColumn("ISL", "MAE", true, Line::islError, true),
            new ForecastColumn("OSL", "MAE", true, Line::oslError, true),
            new ForecastColumn("Weighted", "loss", true, Line::loss, true),
            new ForecastColumn("In 90 %", "bound, %", false, p -> Figures.percent(p.covered90()), false),
            new ForecastColumn("In 95 %", "bound, %", false, p -> Figures.percent(p.covered95()), false),
            new ForecastColumn("In 99 %", "bound, %", false, p -> Figures.percent(p.covered99()), false),
            new ForecastColumn("Time", "us", false, p -> p.nanosPerWindow() / 1000, false));

    String text(Line line) {
        double number = value.applyAsDouble(line);
        if (!significant) {
            return Figures.fixed(number, 1);
        }
        int whole = number > 0 ? (int) Math.floor(Math.log10(number)) + 1 : 0;
        return Figures.grouped(Figures.fixed(number, Math.max(0, Math.min(6, 4 - whole))));
    }

    boolean isBest(Line line, List<Line> all) {
        double own = value.applyAsDouble(line);
        return lessIsBetter && all.size() > 1 && all.stream().allMatch(p -> own <= value.applyAsDouble(p));
    }
}
