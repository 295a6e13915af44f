package io.dynamoplanner.core.forwardpass;

import java.util.List;
import java.util.Optional;

/**
 * Pass times as the reference's releases 1.4 to 1.6 learn them without an operator database.
 *
 * <p>Prompts, from six passes on: a line with one bend. For each candidate knot a least-squares fit whose residuals are
 * weighted with {@code 1 / max(25 ms, time)}, so that short passes count as much as long ones; a fit that falls anywhere is
 * set aside and the smallest error wins. Everything else: a straight line whose slopes are not negative, unweighted. A
 * line without any slope, from more passes than it has numbers, is no model.
 */
public final class SegmentedRegression implements PassRegression {
    private static final int BEND_NEEDS = 6;
    private static final double SHORT_MS = 25;
    private static final double NOISE = -1e-6;
    private static final double LEAST_MS = 1e-6;

    private final int minPasses;

    /**
     * @param minPasses passes that a model needs at least
     */
    public SegmentedRegression(int minPasses) {
        this.minPasses = minPasses;
    }

    @Override
    public Fit fit(Workload workload, List<ForwardPass> passes) {
        if (passes.size() < Math.max(1, minPasses)) {
            return Fit.tooFew(workload, passes.size(), minPasses);
        }
        var columns = new Columns(workload, passes);
        Optional<FittedLine> line = workload.axes() == 1 && passes.size() >= Math.max(minPasses, BEND_NEEDS)
                ? bent(columns)
                : Optional.empty();
        return line.or(() -> straight(workload, columns))
                .<Fit>map(l -> new Fit.Fitted(l, passes.size()))
                .orElseGet(() -> new Fit.NotFitted("time does not grow with work in these passes"));
    }

    private static Optional<FittedLine> bent(Columns columns) {
        double[] weights = columns.weights(ms -> 1 / Math.max(SHORT_MS, ms));
        Optional<FittedLine> best = Optional.empty();
        double least = Double.POSITIVE_INFINITY;
        for (double knot : KnotCandidates.within(columns.distinctX())) {
            double[][] rows = columns.bent(knot);
            Optional<double[]> solved = LeastSquares.solve(rows, columns.ms(), weights);
            if (solved.isEmpty()) {
                continue;
            }
            double[] c = solved.get();
            if (c[1] < NOISE || c[1] + c[2] < NOISE) {
                continue;
            }
            double first = Math.max(0, c[1]);
            double above = Math.max(0, c[1] + c[2]);
            double error =
                    NonNegative.squaredError(rows, columns.ms(), weights, new double[] {c[0], first, above - first});
            if (error < least) {
                least = error;
                best = Optional.of(new FittedLine(Workload.PREFILL, c[0], first, 0, knot, above, LEAST_MS));
            }
        }
        return best;
    }

    private static Optional<FittedLine> straight(Workload workload, Columns columns) {
        return NonNegative.solve(columns.straight(), columns.ms(), columns.weights(ms -> 1), NonNegative.Intercept.FREE)
                .filter(c -> columns.size() <= workload.axes() || c[1] > 0 || (c.length > 2 && c[2] > 0))
                .map(c -> FittedLine.straight(workload, c[0], c[1], c.length > 2 ? c[2] : 0, LEAST_MS));
    }
}
