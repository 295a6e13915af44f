package io.dynamoplanner.predict.prophet;

import org.apache.commons.math3.exception.MathRuntimeException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.NonSymmetricMatrixException;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Newton's method as the reference uses it for histories of fewer than 100 points. Its way through the kinks is what decides where
 * it ends, so the way is followed here.
 *
 * <p>A step is the gradient divided by the absolute curvature along each principal axis, so that it leads downhill where the
 * function is not convex too. It is halved until the value does not rise. The iteration ends when the value has changed by
 * 1e-8 or less.
 *
 * <p><b>Curvature at a kink.</b> The reference takes second derivatives as differences of the gradient six millionths to either
 * side. A kink within that distance is seen as curvature: the gradient jumps by twice the inverse scale between the two. So
 * a change of slope that is almost 0 is held there by a curvature of millions, and a step that takes one across 0 is halved
 * back. All other terms are smooth, and their exact derivatives do for the differences.
 */
final class KinkedNewton {
    private static final int MOST_STEPS = 10_000;
    private static final double LEAST_CHANGE = 1e-8;
    private static final double LEAST_FACTOR = 1e-50;
    /** The cube root of the precision of a double, at which a difference of two gradients is the best derivative. */
    private static final double REACH = StrictMath.cbrt(Math.ulp(1.0));

    private final Posterior posterior;

    KinkedNewton(Posterior posterior) {
        this.posterior = posterior;
    }

    double[] minimise(double[] start) {
        double[] point = start.clone();
        double[] gradient = new double[start.length];
        double value = posterior.at(point, gradient);
        for (int i = 0; i < MOST_STEPS && Double.isFinite(value); i++) {
            double[] step = step(point, gradient);
            if (step.length == 0) {
                return point;
            }
            double factor = 1;
            double[] trial = moved(point, factor, step);
            double reached = posterior.at(trial, gradient);
            while (!(reached <= value) && factor >= LEAST_FACTOR) {
                factor /= 2;
                trial = moved(point, factor, step);
                reached = posterior.at(trial, gradient);
            }
            if (!(reached <= value)) {
                return point;
            }
            point = trial;
            if (value - reached <= LEAST_CHANGE) {
                return point;
            }
            value = reached;
        }
        return point;
    }

    /** The step, empty if the curvature has no principal axes that can be worked out. */
    private double[] step(double[] point, double[] gradient) {
        double[][] curvature = posterior.smoothCurvature(point);
        for (int i = 0; i < point.length; i++) {
            if (posterior.isChange(i)) {
                curvature[i][i] += kinkSeen(point[i]);
            }
            for (double entry : curvature[i]) {
                if (!Double.isFinite(entry)) {
                    return new double[0];
                }
            }
        }
        RealMatrix matrix = new Array2DRowRealMatrix(curvature, false);
        double[] downhill = new double[gradient.length];
        for (int i = 0; i < downhill.length; i++) {
            downhill[i] = -gradient[i];
        }
        try {
            // Where all curvatures are positive their absolute values change nothing, and the axes need not be known.
            return new CholeskyDecomposition(matrix)
                    .getSolver()
                    .solve(new ArrayRealVector(downhill, false))
                    .toArray();
        } catch (NonPositiveDefiniteMatrixException | NonSymmetricMatrixException notConvex) {
            return alongAxes(matrix, downhill);
        }
    }

    private static double[] alongAxes(RealMatrix curvature, double[] downhill) {
        EigenDecomposition axes;
        try {
            axes = new EigenDecomposition(curvature);
        } catch (MathRuntimeException noConvergence) {
            return new double[0];
        }
        double[] along = axes.getVT().operate(downhill);
        for (int i = 0; i < along.length; i++) {
            along[i] /= Math.abs(axes.getRealEigenvalue(i));
        }
        return axes.getV().operate(along);
    }

    private static double kinkSeen(double change) {
        double reach = REACH * Math.max(1, Math.abs(change));
        double jump = Math.signum(change + reach) - Math.signum(change - reach);
        return jump / (2 * reach) / Posterior.CHANGE_SCALE;
    }

    private static double[] moved(double[] point, double factor, double[] step) {
        double[] moved = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            moved[i] = point[i] + factor * step[i];
        }
        return moved;
    }
}
