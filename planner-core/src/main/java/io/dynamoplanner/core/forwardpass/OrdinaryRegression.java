package io.dynamoplanner.core.forwardpass;

import java.util.List;

/**
 * Ordinary least squares with an intercept, as the reference's release 1.1 learns pass times.
 *
 * <p>A negative slope rejects the model, with one exception: the slope of decoding sequences, which is taken for 0 when it
 * is negative (the others stay as they were fitted), because sequences and their KV tokens grow together and least
 * squares may split the time between the two as it likes.
 */
public final class OrdinaryRegression implements PassRegression {
    private static final double NOISE = -1e-6;
    /** One microsecond. */
    private static final double LEAST_MS = 1e-3;

    private final int minPasses;

    /**
     * @param minPasses passes that a model needs at least
     */
    public OrdinaryRegression(int minPasses) {
        this.minPasses = minPasses;
    }

    @Override
    public Fit fit(Workload workload, List<ForwardPass> passes) {
        if (passes.size() < Math.max(1, minPasses)) {
            return Fit.tooFew(workload, passes.size(), minPasses);
        }
        var columns = new Columns(workload, passes);
        return LeastSquares.solve(columns.straight(), columns.ms(), columns.weights(ms -> 1))
                .<Fit>map(c -> checked(workload, c, passes.size()))
                .orElseGet(() -> new Fit.NotFitted("the passes determine no line"));
    }

    private static Fit checked(Workload workload, double[] c, int passes) {
        double first = workload == Workload.DECODE && c[1] < NOISE ? 0 : c[1];
        double second = c.length > 2 ? c[2] : 0;
        boolean rejected = second < 0 || (first < 0 && workload != Workload.DECODE);
        return rejected
                ? new Fit.NotFitted("more work takes less time in these passes: slopes " + first + " and " + second)
                : new Fit.Fitted(FittedLine.straight(workload, c[0], first, second, LEAST_MS), passes);
    }
}
