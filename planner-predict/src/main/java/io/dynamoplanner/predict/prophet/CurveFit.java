package io.dynamoplanner.predict.prophet;

import io.dynamoplanner.predict.optimise.Lbfgs;

/** Fits a {@link Curve} to a history: the coefficients with the highest posterior density, or where an optimiser ends. */
enum CurveFit {
    /**
     * As the reference: Newton below 100 points, L-BFGS from there on, and Newton again if that finds no descent. Neither
     * knows of the kinks, so both may end before the maximum, and at the same place as the reference.
     */
    REFERENCE {
        @Override
        double[] coefficients(NormalEquations equations) {
            Posterior posterior = new Posterior(equations, 0);
            if (equations.points() >= LBFGS_FROM) {
                Lbfgs.Minimum minimum = new Lbfgs(LIMITS).minimise(posterior, posterior.start());
                if (minimum.ending() != Lbfgs.Ending.NO_DESCENT) {
                    return minimum.point();
                }
            }
            return new KinkedNewton(posterior).minimise(posterior.start());
        }
    },
    /** L-BFGS on the posterior with its kinks rounded off, which gets to the maximum. */
    OURS {
        @Override
        double[] coefficients(NormalEquations equations) {
            Posterior posterior = new Posterior(equations, KINK_WIDTH);
            return new Lbfgs(LIMITS).minimise(posterior, posterior.start()).point();
        }
    };

    private static final int LBFGS_FROM = 100;
    private static final double EPSILON = Math.ulp(1.0);
    private static final Lbfgs.Limits LIMITS =
            new Lbfgs.Limits(10_000, 1e-3, 1e-12, 1e4 * EPSILON, 1e-8, 1e7 * EPSILON, 1e-8);
    /** In slopes of the scaled series: a change of a thousandth of the largest value over the whole history. */
    private static final double KINK_WIDTH = 1e-3;

    abstract double[] coefficients(NormalEquations equations);

    Curve fit(Series series, Seasons.Clock clock) {
        int[] changepoints = Changepoints.of(series.size());
        Seasons seasons = Seasons.of(series, clock);
        return new Curve(
                series, changepoints, seasons, coefficients(new NormalEquations(series, changepoints, seasons)));
    }
}
