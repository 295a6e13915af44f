package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.core.run.RunRecord.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a policy costs at which attainment, from runs with different settings: the runs that no other run beats in both,
 * with straight lines between them.
 */
final class CostCurve {
    private final List<Point> points;

    /**
     * @param attainment share of the requests inside both targets
     */
    record Point(double attainment, double gpuHours) {}

    CostCurve(List<Summary> runs) {
        List<Point> all = runs.stream()
                .map(run -> new Point(run.bothInside(), run.gpuHours()))
                .sorted(Comparator.comparingDouble(Point::attainment).reversed().thenComparingDouble(Point::gpuHours))
                .toList();
        var best = new ArrayList<Point>();
        for (Point point : all) {
            if (best.isEmpty() || point.gpuHours() < best.get(best.size() - 1).gpuHours()) {
                best.add(point);
            }
        }
        this.points = List.copyOf(best);
    }

    /** The highest attainment of any run. */
    double best() {
        return points.get(0).attainment();
    }

    /** GPU-hours at an attainment; the cheapest run's below all runs, NaN above. */
    double gpuHours(double attainment) {
        if (attainment > best()) {
            return Double.NaN;
        }
        for (int i = 1; i < points.size(); i++) {
            Point high = points.get(i - 1);
            Point low = points.get(i);
            if (attainment > low.attainment()) {
                double share = (attainment - low.attainment()) / (high.attainment() - low.attainment());
                return low.gpuHours() + share * (high.gpuHours() - low.gpuHours());
            }
        }
        return points.get(points.size() - 1).gpuHours();
    }
}
