package io.dynamoplanner.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.sim.SimpleModels;
import java.util.function.DoubleBinaryOperator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables against the models that they stand for. */
final class TablesTest {
    static Stream<Arguments> decodeModels() {
        return Stream.of(
                model("linear", (b, c) -> 6 + 0.06 * b + 3.5e-5 * b * c, 0.001),
                model("square of the context", (b, c) -> 1 + 1e-6 * b * c * c, 0.02),
                model("inverse of the context", (b, c) -> b * 1000 / c, 0.02),
                model("clamped at both ends", (b, c) -> Math.min(Math.max(c, 300), 7777) * 0.01 * b, 0.4),
                model("steep beyond the cache", (b, c) -> b * c < 90_000 ? 8 : 8 + (b * c - 90_000) * 1e-4, 0.4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decodeModels")
    void itlIsWithinHalfAPercentOfTheModel(String name, DecodePerformance truth, double percent) {
        var table = new ItlTable(truth, 1, 32_768);
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
        for (int i = 0; i < 200_000; i++) {
            int concurrency = 1 + random.nextInt(600);
            double context = Math.exp(random.nextDouble(0, Math.log(32_768)));
            assertThat(table.seconds(concurrency, context) * 1000)
                    .as("%s at concurrency %d and context %f", name, concurrency, context)
                    .isCloseTo(truth.itlMs(concurrency, context), withPercentage(percent));
        }
    }

    @Test
    void itlCoversTheWholeRangeIncludingItsEnds() {
        var table = new ItlTable(SimpleModels.decode((b, c) -> b + c, 1), 2, 4096);
        assertThat(table.seconds(1, 0)).isEqualTo((1 + 1) / 2000.0);
        assertThat(table.seconds(5000, 4096)).isEqualTo((5000 + 4096) / 2000.0);
    }

    @Test
    void prefillTimesAreThoseOfTheModelAtAnyLength() {
        var truth = SimpleModels.typicalPrefill();
        var table = new PrefillTable(truth, 2, 1000);
        for (int isl : new int[] {0, 1, 999, 1000, 1001, 500_000, 999}) {
            assertThat(table.seconds(isl)).isEqualTo(truth.ttftMs(isl) * (1e-3 / 2));
        }
    }

    @Test
    void aModelWithoutAPositiveLatencyIsRefused() {
        var table = new PrefillTable(SimpleModels.prefill(isl -> isl - 5), 1, 100);
        assertThatThrownBy(() -> table.seconds(5)).hasMessageContaining("TTFT of 0.0 ms for 5 tokens");
        var itl = new ItlTable(SimpleModels.decode((b, c) -> Double.NaN, 1), 1, 100);
        assertThatThrownBy(() -> itl.seconds(3, 64)).hasMessageContaining("ITL of NaN ms for 3 requests of 64.0");
    }

    private static Arguments model(String name, DoubleBinaryOperator itlMs, double percent) {
        return Arguments.of(name, SimpleModels.decode(itlMs, 1e6), percent);
    }
}
