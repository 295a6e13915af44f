package io.dynamoplanner.predict.prophet;

import io.dynamoplanner.predict.optimise.Objective;

/**
 * How unlikely a curve is given the history, as minus the logarithm of the posterior density without its constants.
 *
 * <p><b>Variables</b>: the coefficients in the order of {@link NormalEquations}, then the logarithm {@code u} of the standard
 * deviation of the noise, which may then be any number.
 *
 * <p><b>Value.</b> Normal noise gives {@code n·u + squares / (2·exp(2u))}. Slope and offset are normal with deviation 5, seasonal
 * weights with 10, the noise is half-normal with 0.5. Changes of slope are Laplace distributed with scale 0.05: each costs
 * {@code |change| / 0.05}, so most stay at 0 and the trend bends only where many points ask for it. The density is that of the
 * noise itself, not of its logarithm, so no term accounts for the change of variable.
 *
 * <p><b>Kinks.</b> {@code |change|} has no slope at 0. With a kink width {@code w} of 0 the slope there counts as 0, which is
 * what the reference's optimisers see and where they stop early. With a width above 0 the cost is that of
 * {@code sqrt(change² + w²) - w}: the same beyond a few widths, round within, so that the iteration gets to the minimum.
 */
final class Posterior implements Objective {
    static final double CHANGE_SCALE = 0.05;
    private static final double LINE_VARIANCE = 25;
    private static final double SEASON_VARIANCE = 100;
    private static final double NOISE_VARIANCE = 0.25;

    private final NormalEquations equations;
    private final double kinkWidth;

    Posterior(NormalEquations equations, double kinkWidth) {
        this.equations = equations;
        this.kinkWidth = kinkWidth;
    }

    @Override
    public int dimension() {
        return equations.columns() + 1;
    }

    /** Where the fit starts: the line through the first and the last point, with a noise of 1. */
    double[] start() {
        double[] start = new double[dimension()];
        start[0] = equations.startSlope();
        start[1] = equations.startOffset();
        return start;
    }

    @Override
    public double at(double[] point, double[] gradient) {
        int columns = equations.columns();
        double u = point[columns];
        double squares = equations.squares(point, gradient);
        double precision = StrictMath.exp(-2 * u);
        double variance = StrictMath.exp(2 * u);
        double value = equations.points() * u + squares * precision / 2 + variance / (2 * NOISE_VARIANCE);
        for (int i = 0; i < columns; i++) {
            double x = point[i];
            gradient[i] *= precision;
            if (isChange(i)) {
                double size = kinkWidth == 0 ? Math.abs(x) : Math.sqrt(x * x + kinkWidth * kinkWidth);
                value += (size - kinkWidth) / CHANGE_SCALE;
                gradient[i] += size == 0 ? 0 : x / size / CHANGE_SCALE;
            } else {
                value += x * x / (2 * variance(i));
                gradient[i] += x / variance(i);
            }
        }
        gradient[columns] = equations.points() - squares * precision + variance / NOISE_VARIANCE;
        return value;
    }

    /** Second derivatives of all terms but the cost of the changes, row by row. */
    double[][] smoothCurvature(double[] point) {
        int columns = equations.columns();
        double precision = StrictMath.exp(-2 * point[columns]);
        double[] half = new double[columns];
        double squares = equations.squares(point, half);
        double[][] curvature = new double[columns + 1][columns + 1];
        for (int a = 0; a < columns; a++) {
            for (int b = 0; b < columns; b++) {
                curvature[a][b] = equations.product(a, b) * precision;
            }
            curvature[a][a] += isChange(a) ? 0 : 1 / variance(a);
            curvature[a][columns] = -2 * half[a] * precision;
            curvature[columns][a] = curvature[a][columns];
        }
        curvature[columns][columns] = 2 * squares * precision + 2 * StrictMath.exp(2 * point[columns]) / NOISE_VARIANCE;
        return curvature;
    }

    boolean isChange(int variable) {
        return variable >= NormalEquations.LINE && variable < NormalEquations.LINE + equations.changes();
    }

    private static double variance(int column) {
        return column < NormalEquations.LINE ? LINE_VARIANCE : SEASON_VARIANCE;
    }
}
