package io.dynamoplanner.metrics.report;

import io.dynamoplanner.metrics.report.ForecastRecord.Line;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a back-test. */
public final class ForecastCsv {
    private ForecastCsv() {}

    /** Contents by file name: the scores without the times, which differ from run to run, and the forecasts. */
    public static Map<String, String> files(ForecastRecord record) {
        var files = new LinkedHashMap<String, String>();
        files.put("scores.csv", scores(record));
        files.put("forecasts.csv", forecasts(record));
        return files;
    }

    private static String scores(ForecastRecord record) {
        Csv csv = new Csv("predictor,requests_mae,isl_mae,osl_mae,weighted_loss,inside_90,inside_95,inside_99");
        for (Line line : record.predictors()) {
            csv.text(line.name())
                    .number(line.requestsError())
                    .number(line.islError())
                    .number(line.oslError())
                    .number(line.loss())
                    .number(line.covered90())
                    .number(line.covered95())
                    .number(line.covered99())
                    .endLine();
        }
        return csv.toString();
    }

    private static String forecasts(ForecastRecord record) {
        Csv csv = new Csv("t_s,requests,predictor,forecast,upper_90");
        for (Line line : record.predictors()) {
            for (int i = 0; i < record.actual().size(); i++) {
                csv.number(record.startSeconds() + i * record.windowSeconds())
                        .number(record.actual().get(i))
                        .text(line.name())
                        .number(line.forecast().get(i))
                        .number(line.upper90().get(i))
                        .endLine();
            }
        }
        return csv.toString();
    }
}
