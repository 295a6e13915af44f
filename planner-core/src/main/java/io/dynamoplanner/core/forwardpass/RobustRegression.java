package io.dynamoplanner.core.forwardpass;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pass times learned such that a few odd passes do not matter and more work never takes less time. Ours.
 *
 * <p>Relative errors count: each residual is weighted with {@code 1 / max(1 ms, time)}, because a pass of 5 ms that is off
 * by 2 ms misleads as much as one of 500 ms that is off by 200. All coefficients are kept from being negative, the
 * intercept too, so no pass takes nothing and no model is lost to a coefficient that noise has turned. Prompts may have one
 * bend, in either direction.
 *
 * <p>A first pass after a start, or one during which the host paused, takes many times as long as its work does. So the fit
 * is repeated with Tukey's weights: with {@code s} the median absolute residual times 1.4826, a pass further than
 * {@value #REJECT}·s from the line counts nothing, and the nearer the more. What is fitted does not depend on the order in
 * which the passes are given.
 */
public final class RobustRegression implements PassRegression {
    private static final int BEND_NEEDS = 6;
    private static final int ROUNDS = 8;
    private static final double REJECT = 4.685;
    private static final double TO_DEVIATION = 1.4826;
    /** Passes of a quiet engine differ by less than this share; a tighter scale would reject good ones. */
    private static final double QUIET = 0.02;

    private static final double SHORT_MS = 1;
    private static final double LEAST_MS = 1e-3;
    private static final Comparator<ForwardPass> BY_CONTENT = Comparator.comparingDouble(ForwardPass::prefillTokens)
            .thenComparingDouble(ForwardPass::decodeRequests)
            .thenComparingDouble(ForwardPass::decodeKvTokens)
            .thenComparingDouble(ForwardPass::wallMs);

    private final int minPasses;

    /**
     * @param minPasses passes that a model needs at least
     */
    public RobustRegression(int minPasses) {
        this.minPasses = minPasses;
    }

    @Override
    public Fit fit(Workload workload, List<ForwardPass> passes) {
        if (passes.size() < Math.max(1, minPasses)) {
            return Fit.tooFew(workload, passes.size(), minPasses);
        }
        List<ForwardPass> sorted = passes.stream().sorted(BY_CONTENT).toList();
        var columns = new Columns(workload, sorted);
        double[] trust = new double[sorted.size()];
        Arrays.fill(trust, 1);
        Optional<FittedLine> line = Optional.empty();
        for (int round = 0; round < ROUNDS; round++) {
            Optional<FittedLine> next = best(workload, columns, weights(columns, trust));
            if (next.isEmpty()) {
                break;
            }
            line = next;
            trust = trust(sorted, next.get());
        }
        return line.<Fit>map(l -> new Fit.Fitted(l, sorted.size()))
                .orElseGet(() -> new Fit.NotFitted("time does not grow with work in these passes"));
    }

    private static double[] weights(Columns columns, double[] trust) {
        double[] weights = columns.weights(ms -> 1 / Math.max(SHORT_MS, ms));
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= trust[i];
        }
        return weights;
    }

    /** How far each pass is believed, 0 to 1. */
    private static double[] trust(List<ForwardPass> passes, FittedLine line) {
        double[] off = passes.stream()
                .mapToDouble(p -> Math.abs(p.wallMs() - line.ms(p)) / Math.max(SHORT_MS, line.ms(p)))
                .toArray();
        double[] sorted = Arrays.stream(off).sorted().toArray();
        double scale = Math.max(QUIET, TO_DEVIATION * sorted[sorted.length / 2]);
        return Arrays.stream(off)
                .map(r -> {
                    double u = r / (REJECT * scale);
                    return u >= 1 ? 0 : 1 - u * u;
                })
                .toArray();
    }

    /** The line with the smallest weighted error, bent where passes of prompts allow it. */
    private static Optional<FittedLine> best(Workload workload, Columns columns, double[] weights) {
        Optional<FittedLine> best = straight(workload, columns, weights);
        if (workload.axes() > 1 || columns.size() < BEND_NEEDS) {
            return best;
        }
        double least = best.isPresent() ? error(columns, weights, best.get()) : Double.POSITIVE_INFINITY;
        for (double knot : KnotCandidates.within(columns.distinctX())) {
            Optional<FittedLine> bent = NonNegative.solve(
                            columns.twoSided(knot), columns.ms(), weights, NonNegative.Intercept.NON_NEGATIVE)
                    .filter(c -> c[1] > 0 || c[2] > 0)
                    .map(c -> new FittedLine(workload, c[0], c[1], 0, knot, c[2], LEAST_MS));
            double error = bent.isPresent() ? error(columns, weights, bent.get()) : Double.POSITIVE_INFINITY;
            if (error < least) {
                least = error;
                best = bent;
            }
        }
        return best;
    }

    private static Optional<FittedLine> straight(Workload workload, Columns columns, double[] weights) {
        return NonNegative.solve(columns.straight(), columns.ms(), weights, NonNegative.Intercept.NON_NEGATIVE)
                .filter(c -> c[1] > 0 || (c.length > 2 && c[2] > 0))
                .map(c -> FittedLine.straight(workload, c[0], c[1], c.length > 2 ? c[2] : 0, LEAST_MS));
    }

    private static double error(Columns columns, double[] weights, FittedLine line) {
        return NonNegative.squaredError(columns.twoSided(line.knot()), columns.ms(), weights, new double[] {
            line.base(), line.first(), line.above()
        });
    }
}
