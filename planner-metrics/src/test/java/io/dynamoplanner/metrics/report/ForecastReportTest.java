package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.metrics.report.ForecastRecord.Line;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastReportTest {
    private static final TerminalStyle UNICODE = new TerminalStyle(false, true);

    private static Line line(String name, double error, double covered, List<Double> forecast) {
        List<Double> upper = forecast.stream().map(value -> 1.2 * value).toList();
        return new Line(name, error, 12345.678, 0.0123456, 0.25, covered, 0.95, 1, 2500, forecast, upper);
    }

    private static ForecastRecord record(String title, List<Double> actual) {
        List<Double> late = Collections.nCopies(actual.size(), 5.0);
        return new ForecastRecord(
                title,
                600,
                60,
                1,
                actual,
                List.of(line("one", 3, 0.9, actual), line("two", 4, 0.5, late)),
                0,
                "it wins");
    }

    @Test
    void theTableMarksTheLeastErrorAndNoShare() {
        String table = ForecastTable.render(record("load", List.of(1.0, 2.0)), TerminalStyle.PLAIN);

        assertThat(table).isEqualTo("""
                load
                          Requests     ISL      OSL  Weighted   In 90 %   In 95 %   In 99 %  Time
                Predictor      MAE     MAE      MAE      loss  bound, %  bound, %  bound, %    us
                ---------------------------------------------------------------------------------
                one          3.000* 12 346* 0.01235*   0.2500*     90.0      95.0     100.0   2.5
                two          4.000  12 346* 0.01235*   0.2500*     50.0      95.0     100.0   2.5
                """);
    }

    @Test
    void thePlotShowsTheNewestWindowsThatFit() {
        List<Double> actual = new java.util.ArrayList<>(Collections.nCopies(200, 1.0));
        actual.addAll(List.of(12.0, 0.0));
        String plot = ForecastPlot.render(record("load", actual), 40, UNICODE);

        assertThat(plot.lines()).hasSize(13).allMatch(text -> text.length() <= 100);
        assertThat(plot.lines().limit(12)).allMatch(text -> text.length() <= 40);
        assertThat(plot.lines().findFirst().orElseThrow())
                .as("the peak is one window before the end")
                .hasSize(39)
                .startsWith("12 │")
                .endsWith("●");
        assertThat(plot).contains("the last 36 windows of 60 s").contains("forecast by one");
        assertThat(ForecastPlot.render(record("load", actual), 40, TerminalStyle.PLAIN))
                .matches(text -> text.chars().allMatch(c -> c < 0x7F));
    }

    @Test
    void aLoadOfZerosIsDrawnToo() {
        ForecastRecord idle = new ForecastRecord(
                "idle", 0, 60, 1, List.of(0.0, 0.0), List.of(line("one", 0, 1, List.of(0.0, 0.0))), 0, "it is alone");
        assertThat(ForecastPlot.render(idle, 80, UNICODE)).contains("all 2 windows");
        assertThat(ForecastPage.render(idle)).contains("0.0,240.0").doesNotContain("NaN");
        assertThat(ForecastTable.render(idle, UNICODE))
                .as("nothing to compare with")
                .doesNotContain("*");
    }

    @Test
    void thePageLoadsNothingAndEscapesNames() {
        String page = ForecastPage.render(record("<b>load", List.of(1.0, 3.0, 2.0)));

        assertThat(page)
                .contains("&lt;b&gt;load")
                .contains("Recommended: one; it wins. 3 windows of 60 s were scored, each forecast 1 window ahead.")
                .doesNotContain("<script")
                .doesNotContain("http");
        assertThat(page.split("<svg", -1)).hasSize(3);
    }

    @Test
    void theFilesHoldScoresAndEveryForecast() {
        var files = ForecastCsv.files(record("load", List.of(1.0, 3.0)));

        assertThat(files.getOrDefault("scores.csv", "").lines())
                .containsExactly(
                        "predictor,requests_mae,isl_mae,osl_mae,weighted_loss,inside_90,inside_95,inside_99",
                        "\"one\",3.0,12345.678,0.0123456,0.25,0.9,0.95,1.0",
                        "\"two\",4.0,12345.678,0.0123456,0.25,0.5,0.95,1.0");
        assertThat(files.getOrDefault("forecasts.csv", "").lines())
                .hasSize(5)
                .contains("660.0,3.0,\"one\",3.0,3.5999999999999996");
    }
}
