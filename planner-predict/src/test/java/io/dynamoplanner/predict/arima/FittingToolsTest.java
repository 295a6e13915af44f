package io.dynamoplanner.predict.arima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What a fit stands on. */
class FittingToolsTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Test
    void theMinimiserFindsTheBottomOfABentValley() {
        double[] bottom = Minimiser.minimise(
                x -> 100 * Math.pow(x[1] - x[0] * x[0], 2) + Math.pow(1 - x[0], 2), new double[] {-1.2, 1}, 200);
        assertThat(bottom).containsExactly(new double[] {1, 1}, within(0.01));
    }

    @Test
    void theMinimiserStaysWhereThereIsNothingToGain() {
        assertThat(Minimiser.minimise(x -> 3, new double[] {5}, 50)).containsExactly(5);
        assertThat(Minimiser.minimise(x -> Double.NaN, new double[] {5}, 50)).containsExactly(5);
        assertThat(Minimiser.minimise(x -> x[0] * x[0], new double[] {5}, 0)).containsExactly(5);
    }

    @Test
    void leastSquaresLeaveErrorsThatNoColumnExplains() {
        RandomGenerator random = random(1);
        double[][] columns = new double[4][];
        for (int j = 0; j < 4; j++) {
            columns[j] = random.doubles(30, -1, 1).toArray();
        }
        double[] y = random.doubles(30, -1, 1).toArray();
        double[] x = LeastSquares.solve(copy(columns), y.clone());
        for (double[] column : columns) {
            double sum = 0;
            for (int i = 0; i < y.length; i++) {
                double error = y[i];
                for (int j = 0; j < 4; j++) {
                    error -= x[j] * columns[j][i];
                }
                sum += error * column[i];
            }
            assertThat(sum).isCloseTo(0, within(1e-13));
        }
    }

    @Test
    void ofManySolutionsLeastSquaresGiveTheShortest() {
        double[][] twice = {{1, 2, 3}, {1, 2, 3}};
        assertThat(LeastSquares.solve(twice, new double[] {2, 4, 6}))
                .containsExactly(new double[] {1, 1}, within(1e-12));
        double[][] fewRows = {{1}, {2}};
        assertThat(LeastSquares.solve(fewRows, new double[] {5})).containsExactly(new double[] {1, 2}, within(1e-12));
        double[][] zeros = {{0, 0}, {0, 0}};
        assertThat(LeastSquares.solve(zeros, new double[] {1, 1})).containsExactly(0, 0);
    }

    private static double[][] copy(double[][] columns) {
        double[][] copy = new double[columns.length][];
        for (int j = 0; j < columns.length; j++) {
            copy[j] = columns[j].clone();
        }
        return copy;
    }

    @Test
    void freeNumbersAndStationaryParametersMapOntoEachOther() {
        RandomGenerator random = random(2);
        for (int i = 0; i < 500; i++) {
            ArimaOrder order = new ArimaOrder(random.nextInt(6), 1, random.nextInt(6), random.nextBoolean());
            double[] free = random.doubles(order.parameters(), -3, 3).toArray();
            free[order.variance()] = Math.abs(free[order.variance()]);
            double[] parameters = new double[free.length];
            Parameters.constrain(order, free, parameters);
            assertThat(LagPolynomial.rootsWithin(1, parameters, order.firstAr(), order.ar()))
                    .isTrue();
            assertThat(Parameters.free(order, parameters)).containsExactly(free, within(1e-6));
        }
    }

    @Test
    void rootsAreHeldAgainstABound() {
        // x = 1.5·x' - 0.56·x'' has the inverse roots 0.7 and 0.8.
        double[] lags = {1.5, -0.56};
        assertThat(LagPolynomial.rootsWithin(0.81, lags, 0, 2)).isTrue();
        assertThat(LagPolynomial.rootsWithin(0.79, lags, 0, 2)).isFalse();
        assertThat(LagPolynomial.rootsWithin(1, new double[] {1.2}, 0, 1)).isFalse();
        assertThat(LagPolynomial.rootsWithin(0.5, new double[0], 0, 0)).isTrue();
    }

    @Test
    void aWanderingSeriesIsDifferencedAndASettledOneIsNot() {
        RandomGenerator random = random(7);
        double[] noise = new double[400];
        double[] walk = new double[400];
        double[] slopes = new double[400];
        for (int i = 1; i < 400; i++) {
            noise[i] = random.nextGaussian();
            walk[i] = walk[i - 1] + noise[i];
            slopes[i] = slopes[i - 1] + walk[i];
        }
        assertThat(Differences.needed(noise)).isZero();
        assertThat(Differences.needed(walk)).isOne();
        assertThat(Differences.needed(slopes)).isEqualTo(2);
        assertThat(Differences.needed(new double[] {7, 7, 7})).isZero();
        assertThat(Differences.kpss(noise)).isLessThan(0.463);
    }

    @Test
    void theOrderOfASimulatedProcessIsFoundWithItsParameters() {
        RandomGenerator random = random(8);
        double[] series = new double[2000];
        series[0] = 50;
        series[1] = 50;
        for (int i = 2; i < series.length; i++) {
            series[i] = 10 + 1.2 * series[i - 1] - 0.4 * series[i - 2] + 3 * random.nextGaussian();
        }
        ArimaFit fit = OrderSearch.best(series, OrderSearch.Rules.REFERENCE).orElseThrow();
        assertThat(fit.order()).isEqualTo(new ArimaOrder(2, 0, 0, true));
        assertThat(fit.parameters()[1]).isCloseTo(1.2, within(0.05));
        assertThat(fit.parameters()[2]).isCloseTo(-0.4, within(0.05));
        assertThat(fit.parameters()[3]).isCloseTo(9, within(0.6));
        assertThat(fit.forecast(1).deviation()).isCloseTo(3, within(0.1));
        assertThat(fit.forecast(Integer.MAX_VALUE).mean()).isCloseTo(50, within(1.0));
    }
}
