package io.dynamoplanner.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.testing.LinearDecode;
import io.dynamoplanner.core.testing.LinearPrefill;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a broken source or a wild forecast says, the answer is a bounded count or none. */
class AbsurdDemandTest {
    private static final LinearPrefill PREFILL = new LinearPrefill(20, 0.06);
    private static final LinearDecode DECODE = new LinearDecode(5, 0.1, 1e6);
    private static final double[] NUMBERS = {
        0, -1, 1, 1e-300, Double.MIN_VALUE, 1e12, 1e300, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY
    };

    static Stream<RoleSizer> sizers() {
        return Stream.of(
                new PrefillByThroughput(PREFILL, 1),
                new PrefillByWaiting(PREFILL, 500, 0.95),
                new DecodeByThroughput(DECODE, 1, 10),
                new DecodeByConcurrency(DECODE, 10, 1.645),
                new AggregatedByInterleaving(PREFILL, DECODE, 500, 20));
    }

    @ParameterizedTest
    @MethodSource("sizers")
    void everyAnswerIsBoundedOrNone(RoleSizer sizer) {
        for (double requests : NUMBERS) {
            for (double isl : NUMBERS) {
                for (double osl : NUMBERS) {
                    for (double correction : new double[] {1, 1e-6, 1e6}) {
                        Sizing sizing = sizer.size(Demand.of(requests, isl, osl, 60), correction);

                        assertThat(count(sizing)).isBetween(-1, 1_000_000);
                        assertThat(sizing.derivation()).isNotEmpty();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sizers")
    void aDemandThatIsNotANumberGivesNoCount(RoleSizer sizer) {
        assertThat(sizer.size(Demand.of(Double.NaN, 3000, 150, 60), 1)).isInstanceOf(Sizing.NotReady.class);
        assertThat(sizer.size(Demand.of(600, Double.NaN, Double.NaN, 60), 1)).isInstanceOf(Sizing.NotReady.class);
        assertThat(sizer.size(Demand.of(Double.POSITIVE_INFINITY, 3000, 150, 60), 1))
                .isInstanceOf(Sizing.NotReady.class);
    }

    @ParameterizedTest
    @MethodSource("sizers")
    void anImpossibleLoadIsCutToTheMostThatAnyClusterHas(RoleSizer sizer) {
        assertThat(count(sizer.size(Demand.of(1e30, 3000, 150, 60), 1))).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @MethodSource("sizers")
    void moreRequestsNeverGetFewerReplicas(RoleSizer sizer) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        for (int i = 0; i < 2000; i++) {
            double requests = Math.exp(random.nextDouble(0, 16));
            double isl = random.nextDouble(100, 6000);
            double osl = random.nextDouble(1, 1000);
            int fewer = count(sizer.size(Demand.of(requests, isl, osl, 60), 1));

            assertThat(count(sizer.size(Demand.of(requests * random.nextDouble(1, 2), isl, osl, 60), 1)))
                    .isGreaterThanOrEqualTo(fewer);
        }
    }

    @Test
    void figuresAreReadableAtEverySize() {
        assertThat(Stream.of(3000.0, 12345.678, 123.4567, 3.14159265, 0.0123456789, -2.5, 1e-9)
                        .map(Figures::of))
                .containsExactly("3000", "12345.7", "123.46", "3.1416", "0.012346", "-2.5000", "0.000000");
        assertThat(Figures.of(1000.5)).isEqualTo("1000.5");
        assertThat(Figures.of(100.25)).isEqualTo("100.25");
        assertThat(Figures.of(1.5)).isEqualTo("1.5000");
        assertThat(Figures.of(Double.NaN)).isEqualTo("NaN");
    }

    /** The count, infeasible ones included; −1 where there is none. */
    private static int count(Sizing sizing) {
        if (sizing instanceof Sizing.Sized sized) {
            return sized.replicas();
        }
        return sizing instanceof Sizing.Infeasible infeasible ? infeasible.bestEffort() : -1;
    }
}
