package io.dynamoplanner.predict.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

class LbfgsTest {
    private static final Lbfgs.Limits LIMITS = new Lbfgs.Limits(1000, 1e-3, 1e-14, 1e-14, 1e-9, 1e-14, 1e-12);

    private static Objective of(int dimension, ToDoubleBiFunction<double[], double[]> function) {
        return new Objective() {
            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public double at(double[] point, double[] gradient) {
                return function.applyAsDouble(point, gradient);
            }
        };
    }

    /** A narrow, curved valley. */
    private static final Objective ROSENBROCK = of(2, (x, g) -> {
        double bend = x[1] - x[0] * x[0];
        g[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
        g[1] = 200 * bend;
        return 100 * bend * bend + (1 - x[0]) * (1 - x[0]);
    });

    @Test
    void minimumOfACurvedValleyIsFound() {
        double[] start = {-1.2, 1};
        Lbfgs.Minimum minimum = new Lbfgs(LIMITS).minimise(ROSENBROCK, start);
        assertThat(minimum.ending()).isEqualTo(Lbfgs.Ending.CONVERGED);
        assertThat(minimum.point()).containsExactly(new double[] {1, 1}, within(1e-5));
        assertThat(minimum.value()).isLessThan(1e-10);
        assertThat(minimum.iterations()).isLessThan(100);
        assertThat(start).as("the start is left alone").containsExactly(-1.2, 1);
    }

    @Test
    void scalesThatDifferByAThousandAreNoObstacle() {
        Objective bowl = of(30, (x, g) -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double weight = Math.pow(10, i % 4);
                double d = x[i] - i;
                g[i] = 2 * weight * d;
                sum += weight * d * d;
            }
            return sum;
        });
        double[] point = new Lbfgs(LIMITS).minimise(bowl, new double[30]).point();
        for (int i = 0; i < 30; i++) {
            assertThat(point[i]).isCloseTo(i, within(1e-2));
        }
    }

    @Test
    void iterationsAreBounded() {
        Lbfgs.Limits few = new Lbfgs.Limits(3, 1e-3, 0, 0, 0, 0, 0);
        Lbfgs.Minimum minimum = new Lbfgs(few).minimise(ROSENBROCK, new double[] {-1.2, 1});
        assertThat(minimum.ending()).isEqualTo(Lbfgs.Ending.ITERATIONS_USED_UP);
        assertThat(minimum.iterations()).isEqualTo(3);
        assertThat(minimum.value()).isLessThan(24.2);
    }

    @Test
    void aBorderOfTheDomainIsNotCrossed() {
        Objective logarithm = of(1, (x, g) -> {
            g[0] = 1 - 1 / x[0];
            return x[0] > 0 ? x[0] - Math.log(x[0]) : Double.NaN;
        });
        assertThat(new Lbfgs(LIMITS).minimise(logarithm, new double[] {20}).point()[0])
                .isCloseTo(1, within(1e-6));
        assertThat(new Lbfgs(LIMITS).minimise(logarithm, new double[] {-1}).ending())
                .isEqualTo(Lbfgs.Ending.NO_DESCENT);
    }

    @Test
    void atAKinkTheIterationEndsAndSaysSo() {
        Objective roof = of(2, (x, g) -> {
            g[0] = Math.signum(x[0]);
            g[1] = 10 * Math.signum(x[1]);
            return Math.abs(x[0]) + 10 * Math.abs(x[1]);
        });
        Lbfgs.Minimum minimum = new Lbfgs(LIMITS).minimise(roof, new double[] {3, 1.7});
        assertThat(minimum.ending()).isEqualTo(Lbfgs.Ending.NO_DESCENT);
        assertThat(minimum.value()).isBetween(0.0, 20.0);
        assertThat(minimum.iterations()).isLessThan(100);
    }
}
