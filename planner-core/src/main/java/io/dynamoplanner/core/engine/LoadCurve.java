package io.dynamoplanner.core.engine;

import java.util.ArrayList;
import java.util.List;

/** From noisy measurements of a latency under rising load to a curve that does not fall. */
final class LoadCurve {
    private LoadCurve() {}

    record Point(double x, double y) {}

    /**
     * Merges points whose abscissas differ by no more than {@code tolerance} (relative) into their mean, makes the
     * values non-decreasing and joins them by a monotone cubic.
     *
     * @param sorted at least one point, by increasing abscissa
     */
    static MonotoneCubic fit(List<Point> sorted, double tolerance) {
        var groups = new ArrayList<List<Point>>();
        for (Point point : sorted) {
            List<Point> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            if (!last.isEmpty() && point.x <= last.get(0).x * (1 + tolerance)) {
                last.add(point);
            } else {
                var group = new ArrayList<Point>();
                group.add(point);
                groups.add(group);
            }
        }
        int n = groups.size();
        double[] x = new double[n];
        double[] y = new double[n];
        double[] weight = new double[n];
        for (int i = 0; i < n; i++) {
            List<Point> group = groups.get(i);
            x[i] = group.stream().mapToDouble(Point::x).average().orElseThrow();
            y[i] = group.stream().mapToDouble(Point::y).average().orElseThrow();
            weight[i] = group.size();
        }
        return new MonotoneCubic(x, Isotonic.nonDecreasing(y, weight));
    }
}
