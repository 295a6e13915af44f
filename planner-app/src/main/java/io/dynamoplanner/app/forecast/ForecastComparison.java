package io.dynamoplanner.app.forecast;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.series.TrafficSeries;
import io.dynamoplanner.metrics.report.ForecastRecord;
import io.dynamoplanner.predict.backtest.BackTest;
import io.dynamoplanner.predict.backtest.Contender;
import io.dynamoplanner.predict.backtest.Recommendation;
import io.dynamoplanner.predict.backtest.Score;
import java.util.List;

/** Predictors beside each other on one recorded load, as the record that the reports are made from. */
public final class ForecastComparison {
    private static final double Z90 = 1.2816;

    private ForecastComparison() {}

    /**
     * @param horizon windows ahead
     * @throws BadInput if the load has too few windows
     */
    public static ForecastRecord run(RecordedLoad load, List<Contender> contenders, int horizon) {
        var test = new BackTest(horizon, BackTest.USUAL_SETTLE, System::nanoTime);
        TrafficSeries series = load.series();
        if (series.size() < test.leastWindows()) {
            throw new BadInput(load.name() + " has " + series.size() + " windows of " + series.windowSeconds()
                    + " s, too few to score one; at least " + test.leastWindows()
                    + " are needed: give a longer file, a shorter --window or a nearer --horizon");
        }
        List<Score> scores = test.run(contenders, series.samples());
        List<Score> ours =
                scores.stream().filter(score -> Contenders.isOurs(score.name())).toList();
        Recommendation recommendation = Recommendation.of(ours.isEmpty() ? scores : ours);
        return new ForecastRecord(
                load.name(),
                series.startOf(test.firstScored()),
                series.windowSeconds(),
                horizon,
                series.samples().subList(test.firstScored(), series.size()).stream()
                        .map(TrafficSample::requests)
                        .toList(),
                scores.stream().map(ForecastComparison::line).toList(),
                scores.indexOf(recommendation.score()),
                recommendation.reason());
    }

    private static ForecastRecord.Line line(Score score) {
        return new ForecastRecord.Line(
                score.name(),
                score.requestsError(),
                score.islError(),
                score.oslError(),
                score.loss(),
                score.covered90(),
                score.covered95(),
                score.covered99(),
                score.nanosPerWindow(),
                score.requests().stream()
                        .map(prediction -> Math.max(0, prediction.point()))
                        .toList(),
                score.requests().stream().map(ForecastComparison::upper).toList());
    }

    private static double upper(Prediction prediction) {
        return Math.max(0, prediction.upper(Z90));
    }
}
