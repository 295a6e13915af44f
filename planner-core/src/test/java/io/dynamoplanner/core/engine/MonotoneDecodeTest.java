package io.dynamoplanner.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.engine.EngineProfile.Decode;
import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonotoneDecodeTest {
    private static final double KV_TOKENS = 200_000;

    /** A point of an engine with 2 GPUs whose throughput is all decoding. */
    private static DecodeSample sample(double concurrency, double contextLength, double itlMs) {
        return new DecodeSample(
                concurrency * contextLength / KV_TOKENS, contextLength, itlMs, concurrency * 1000 / itlMs / 2);
    }

    private static Decode profile(DecodeSample... samples) {
        return new Decode(List.of(samples), KV_TOKENS);
    }

    private static double roofline(double concurrency, double contextLength) {
        return 6 + 0.03 * concurrency + 9e-5 * concurrency * contextLength;
    }

    private static Decode rooflineProfile() {
        var samples = new ArrayList<DecodeSample>();
        for (double context : new double[] {500, 2000, 8000}) {
            for (double load : new double[] {1, 0.2, 0.5, 0.9}) {
                double concurrency = load == 1 ? 1 : load * KV_TOKENS / context;
                samples.add(sample(concurrency, context, roofline(concurrency, context)));
            }
        }
        return new Decode(samples, KV_TOKENS);
    }

    /** A noisy profile of random size; rows may have one point, and ITL may fall with load. */
    private static Decode randomProfile(RandomGenerator random) {
        var samples = new ArrayList<DecodeSample>();
        double tokens = 20_000 * Math.pow(100, random.nextDouble());
        double weights = 3 + 30 * random.nextDouble();
        double compute = 0.2 * random.nextDouble();
        double read = 50 * random.nextDouble() / tokens;
        int rows = 1 + random.nextInt(6);
        for (int r = 0; r < rows; r++) {
            double context = 100 * Math.pow(100, random.nextDouble());
            int points = (r == 0 ? 2 : 1) + random.nextInt(7);
            for (int p = 0; p < points; p++) {
                double n = p == 0 ? 1 : 1 + random.nextDouble() * Math.max(1, tokens / context);
                double itl = (weights + compute * n + read * n * context) * (0.7 + 0.6 * random.nextDouble());
                samples.add(new DecodeSample(
                        n * context / tokens, context, itl, n * 1000 / itl / (1 + 0.3 * random.nextDouble())));
            }
        }
        return new Decode(samples, tokens);
    }

    private static List<Decode> manyProfiles() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        var profiles = new ArrayList<Decode>();
        for (int i = 0; i < 300; i++) {
            profiles.add(randomProfile(random));
        }
        TestProfiles.all().values().forEach(p -> profiles.add(p.decode().orElseThrow()));
        return profiles;
    }

    private static double[] contextsAround(Decode profile, RandomGenerator random) {
        double some =
                profile.samples().get(random.nextInt(profile.samples().size())).contextLength();
        return new double[] {1, 0.5 * some, some, some * (1 + 1e-9), some * (1.1 + random.nextDouble()), 1e6};
    }

    @Test
    void itlIsFinitePositiveAndNeverFallsWithLoad() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        for (Decode profile : manyProfiles()) {
            var model = new MonotoneDecode(profile);
            for (double context : contextsAround(profile, random)) {
                double last = 0;
                for (double n = 0; n < 5000; n = n * 1.07 + 0.1) {
                    double itl = model.itlMs(n, context);
                    assertThat(itl).isFinite().isPositive();
                    assertThat(itl).isGreaterThanOrEqualTo(last * (1 - 1e-12));
                    last = itl;
                }
            }
        }
    }

    @Test
    void itlHasNoJumpInLoadOrContextLength() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
        for (Decode profile : manyProfiles()) {
            var model = new MonotoneDecode(profile);
            for (DecodeSample s : profile.samples()) {
                double n = random.nextBoolean()
                        ? s.kvUsage() * profile.maxKvTokens() / s.contextLength()
                        : 1 + 200 * random.nextDouble();
                double before = model.itlMs(n * (1 - 1e-9), s.contextLength() * (1 - 1e-9));
                double after = model.itlMs(n * (1 + 1e-9), s.contextLength() * (1 + 1e-9));
                assertThat(after).isCloseTo(before, within(1e-4 * before));
            }
        }
    }

    @Test
    void bestMeetsTheTargetAtEveryLighterLoadAndNoHeavierOneDoes() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        int inside = 0;
        for (Decode profile : manyProfiles()) {
            var model = new MonotoneDecode(profile);
            for (double context : contextsAround(profile, random)) {
                double target = model.itlMs(1, context) * (0.9 + 3 * random.nextDouble());
                DecodePoint best = model.best(target, context);
                double n = best.kvUsage() * profile.maxKvTokens() / context;
                assertThat(best.itlMs()).isCloseTo(model.itlMs(n, context), within(1e-6 * best.itlMs()));
                assertThat(best.throughputPerGpu())
                        .isCloseTo(model.throughputPerGpu(n, context), within(1e-6 * best.throughputPerGpu()));
                if (!best.feasible()) {
                    assertThat(n).isCloseTo(1, within(1e-9));
                    assertThat(best.itlMs() > target || context > profile.maxKvTokens())
                            .isTrue();
                    continue;
                }
                assertThat(best.itlMs()).isLessThanOrEqualTo(target);
                assertThat(best.kvUsage()).isLessThanOrEqualTo(1);
                assertThat(n).isLessThanOrEqualTo(Math.max(1, model.maxConcurrency()) * (1 + 1e-9));
                for (double share = 0; share < 1; share += 0.05) {
                    assertThat(model.itlMs(share * n, context)).isLessThanOrEqualTo(target * (1 + 1e-12));
                }
                double limit = Math.min(profile.maxKvTokens() / context, model.maxConcurrency());
                if (n < limit * (1 - 1e-6)) {
                    assertThat(model.itlMs(n * (1 + 1e-6), context)).isGreaterThan(target);
                    inside++;
                }
            }
        }
        assertThat(inside).as("cases that the target limits").isGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource({"1, 500", "40, 500", "250, 700", "20, 1000", "60, 3000", "10, 8000", "1, 5000", "400, 500"})
    void anEngineThatIsLinearInRequestsAndKvTokensIsReproducedBetweenItsRows(double concurrency, double context) {
        var model = new MonotoneDecode(rooflineProfile());
        double expected = roofline(concurrency, context);
        assertThat(model.itlMs(concurrency, context)).isCloseTo(expected, within(1e-9 * expected));
        assertThat(model.throughputPerGpu(concurrency, context))
                .isCloseTo(concurrency * 1000 / expected / 2, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"30, 100", "200, 100", "5, 12000", "12, 16000"})
    void outsideTheMeasuredContextLengthsItlIsNotFlattered(double concurrency, double context) {
        var model = new MonotoneDecode(rooflineProfile());
        assertThat(model.itlMs(concurrency, context)).isGreaterThanOrEqualTo(roofline(concurrency, context) - 1e-9);
    }

    @Test
    void fewerThanOneRequestCountsAsOne() {
        var model = new MonotoneDecode(rooflineProfile());
        assertThat(model.itlMs(0, 2000)).isEqualTo(model.itlMs(1, 2000));
    }

    @Test
    void aTargetBelowTheLightestLoadIsNotFeasibleAndGivesItsNumbers() {
        var model = new MonotoneDecode(rooflineProfile());
        DecodePoint point = model.best(5, 2000);
        assertThat(point.feasible()).isFalse();
        assertThat(point.itlMs()).isCloseTo(roofline(1, 2000), within(1e-9));
        assertThat(point.kvUsage()).isCloseTo(2000 / KV_TOKENS, within(1e-12));
        assertThat(model.best(Double.NaN, 2000).feasible()).isFalse();
    }

    @Test
    void aContextThatDoesNotFitIntoTheKvCacheIsNotFeasible() {
        DecodePoint point = new MonotoneDecode(rooflineProfile()).best(1e9, 1.5 * KV_TOKENS);
        assertThat(point.feasible()).isFalse();
        assertThat(point.kvUsage()).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void looseTargetsAreLimitedByTheKvCacheAndByTheMostRequestsEverDecoded() {
        var model = new MonotoneDecode(rooflineProfile());
        assertThat(model.best(1e9, 8000).kvUsage()).isEqualTo(1);
        assertThat(model.maxConcurrency()).isCloseTo(360, within(1e-9));
        assertThat(model.best(1e9, 100).kvUsage()).isCloseTo(360 * 100 / KV_TOKENS, within(1e-9));
    }

    @Test
    void requestsThatOnlyWaitedDoNotCountAsCapacity() {
        // Beyond 1049 requests both ITL and throughput fall: the engine decodes no more, the rest is in its queue.
        var model = new MonotoneDecode(TestProfiles.decode(TestProfiles.H200));
        assertThat(model.maxConcurrency()).isCloseTo(1049, within(1e-6));
        assertThat(model.best(43, 350).itlMs()).isLessThanOrEqualTo(43);
        assertThat(model.best(43, 350).kvUsage()).isLessThan(0.3);
        assertThat(model.best(1000, 350).kvUsage()).isCloseTo(0.388507, within(1e-6));
    }

    @Test
    void gpusPerEngineComeFromTheCleanestPoint() {
        assertThat(new MonotoneDecode(TestProfiles.decode(TestProfiles.H100_TP2)).gpusPerEngine())
                .isCloseTo(8, within(0.05));
        assertThat(new MonotoneDecode(TestProfiles.decode(TestProfiles.A100_TP4)).gpusPerEngine())
                .isCloseTo(4, within(1e-9));
    }

    @Test
    void aContextLengthMeasuredAtOneLoadBorrowsTheNearestSweep() {
        // A batch sweep at 576 tokens, single requests at the other lengths.
        var model = new MonotoneDecode(TestProfiles.decode(TestProfiles.A100_TP4));
        assertThat(model.itlMs(32, 576)).isCloseTo(52.3453, within(1e-3));
        assertThat(model.itlMs(1, 8256)).isCloseTo(46.0591, within(1e-3));
        assertThat(model.itlMs(32, 8256)).isBetween(53.0, 100.0);
        DecodePoint point = model.best(60, 3000);
        assertThat(point.feasible()).isTrue();
        assertThat(point.kvUsage() * 457763 / 3000).isBetween(16.0, 50.0);
    }

    @Test
    void twoPointsAtOneContextLengthMakeAStraightLine() {
        var model = new MonotoneDecode(profile(sample(1, 1000, 10), sample(101, 1000, 30)));
        assertThat(model.itlMs(51, 1000)).isCloseTo(20, within(1e-9));
        assertThat(model.itlMs(151, 1000)).isCloseTo(40, within(1e-9));
        assertThat(model.best(20, 1000).kvUsage()).isCloseTo(51 * 1000 / KV_TOKENS, within(1e-8));
    }

    @Test
    void withoutAnySweepAllPointsFormOneRowOverKvUsage() {
        var model = new MonotoneDecode(profile(sample(4, 1000, 10), sample(10, 4000, 20)));
        assertThat(model.itlMs(40, 1000)).isCloseTo(20, within(1e-9));
        assertThat(model.itlMs(5.5, 4000)).isCloseTo(15, within(1e-9));
    }

    @Test
    void profilesWithoutTwoLoadsAreRefused() {
        assertThatThrownBy(() -> new MonotoneDecode(profile(sample(4, 1000, 10))))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("x_kv_usage has 1 points")
                .hasMessageContaining("measure");
        assertThatThrownBy(() -> new MonotoneDecode(profile(sample(4, 1000, 10), sample(4.01, 1000, 12))))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("one load only");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 10, 50, x_kv_usage[2] = 0.0",
        "0.1, -3, 10, 50, y_context_length[2] = -3.0",
        "0.1, 1000, NaN, 50, z_itl[2] = NaN",
        "0.1, 1000, 10, 0, z_thpt_per_gpu[2] = 0.0",
    })
    void aBadNumberIsNamedWithItsArrayAndIndex(
            double usage, double context, double itl, double throughput, String expected) {
        var bad = new DecodeSample(usage, context, itl, throughput);
        assertThatThrownBy(() -> new MonotoneDecode(profile(sample(1, 1000, 10), sample(9, 1000, 12), bad)))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith(expected)
                .hasMessageContaining("remove the point or measure it again");
    }
}
