package io.dynamoplanner.predict.arima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter's likelihood, against the density of one large normal distribution written down from first principles. */
class ArimaFilterTest {
    private static final int VALUES = 25;
    private static final double LEVEL_VARIANCE = 1e6;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "1, 0, 0", "0, 0, 1", "3, 0, 0", "0, 0, 3", "2, 0, 2", "1, 0, 4", "4, 0, 1", "5, 0, 5", "0, 1, 0",
        "1, 1, 0", "0, 1, 1", "2, 1, 2", "3, 1, 1", "0, 2, 0", "1, 2, 0", "0, 2, 1", "2, 2, 2", "1, 2, 3"
    })
    void theLikelihoodIsThatOfTheJointDistribution(int ar, int differences, int ma) {
        for (boolean constant : new boolean[] {false, true}) {
            ArimaOrder order = new ArimaOrder(ar, differences, ma, constant);
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(31 * ar + 7 * differences + ma);
            double[] free = random.doubles(order.parameters(), -0.8, 0.8).toArray();
            free[order.variance()] = 1.7;
            double[] parameters = new double[order.parameters()];
            Parameters.constrain(order, free, parameters);
            double[] series = random.doubles(VALUES, -3, 3).toArray();
            // Two unknown levels make variances of 10⁹ out of a process of order 1: the large matrix is what is not
            // exact.
            double rounding = differences == 2 ? 1e-3 : 1e-6;
            assertThat(new ArimaFilter(order, series).logLikelihood(parameters))
                    .isCloseTo(density(order, parameters, series), within(rounding));
        }
    }

    /** Density of all values less that of those that only fix the levels. */
    private static double density(ArimaOrder order, double[] parameters, double[] series) {
        double[][] covariance = covariance(order, parameters);
        double[] mean = new double[VALUES];
        double rest = 1;
        for (int i = 0; i < order.ar(); i++) {
            rest -= parameters[order.firstAr() + i];
        }
        double constant = order.constant() ? parameters[0] / rest : 0;
        for (int t = 0; t < VALUES; t++) {
            mean[t] = constant
                    * switch (order.differences()) {
                        case 0 -> 1;
                        case 1 -> t + 1;
                        default -> (t + 1) * (t + 2) / 2.0;
                    };
        }
        return normal(covariance, mean, series, VALUES) - normal(covariance, mean, series, order.differences());
    }

    /** Covariance of the values: levels and slopes unknown before the first, sums of the stationary process after. */
    private static double[][] covariance(ArimaOrder order, double[] parameters) {
        int d = order.differences();
        double[] gamma = autocovariances(order, parameters);
        double[][] covariance = new double[VALUES][VALUES];
        for (int s = 0; s < VALUES; s++) {
            for (int t = 0; t < VALUES; t++) {
                double sum = d == 0 ? 0 : LEVEL_VARIANCE;
                sum += d < 2 ? 0 : LEVEL_VARIANCE * (s + 1) * (t + 1);
                for (int i = 0; i <= s; i++) {
                    for (int j = 0; j <= t; j++) {
                        sum += times(d, s - i) * times(d, t - j) * gamma[Math.abs(i - j)];
                    }
                }
                covariance[s][t] = sum;
            }
        }
        return covariance;
    }

    /** How often a value of the differenced series counts in the value that many windows later. */
    private static double times(int differences, int later) {
        return differences == 0 ? (later == 0 ? 1 : 0) : differences == 1 ? 1 : later + 1;
    }

    /** Autocovariances from the weights of ten thousand past errors. */
    private static double[] autocovariances(ArimaOrder order, double[] parameters) {
        double[] psi = new double[10_000];
        for (int k = 0; k < psi.length; k++) {
            psi[k] = k == 0 ? 1 : k <= order.ma() ? parameters[order.firstMa() + k - 1] : 0;
            for (int i = 1; i <= Math.min(k, order.ar()); i++) {
                psi[k] += parameters[order.firstAr() + i - 1] * psi[k - i];
            }
        }
        double[] gamma = new double[VALUES];
        for (int h = 0; h < VALUES; h++) {
            for (int k = h; k < psi.length; k++) {
                gamma[h] += psi[k] * psi[k - h] * parameters[order.variance()];
            }
        }
        return gamma;
    }

    /** Log density of the first so many values, by the triangular root of their covariance. */
    private static double normal(double[][] covariance, double[] mean, double[] series, int count) {
        double[][] root = new double[count][count];
        double[] scaled = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double error = series[i] - mean[i];
            for (int j = 0; j <= i; j++) {
                double rest = covariance[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= root[i][k] * root[j][k];
                }
                root[i][j] = i == j ? Math.sqrt(rest) : rest / root[j][j];
            }
            for (int k = 0; k < i; k++) {
                error -= root[i][k] * scaled[k];
            }
            scaled[i] = error / root[i][i];
            sum += Math.log(2 * Math.PI) + 2 * Math.log(root[i][i]) + scaled[i] * scaled[i];
        }
        return -0.5 * sum;
    }
}
