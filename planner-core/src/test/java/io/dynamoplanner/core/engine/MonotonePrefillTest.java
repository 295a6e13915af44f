package io.dynamoplanner.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.engine.EngineProfile.Prefill;
import io.dynamoplanner.core.engine.EngineProfile.PrefillSample;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class MonotonePrefillTest {

    /** A point of an engine with 4 GPUs. */
    private static PrefillSample sample(double isl, double ttftMs) {
        return new PrefillSample(isl, ttftMs, isl * 1000 / ttftMs / 4);
    }

    private static Prefill profile(PrefillSample... samples) {
        return new Prefill(List.of(samples));
    }

    @Test
    void measuredPointsThatRiseAreKept() {
        Prefill prefill = TestProfiles.prefill(TestProfiles.H200);
        var model = new MonotonePrefill(prefill);
        for (PrefillSample s : prefill.samples()) {
            assertThat(model.ttftMs(s.isl())).isCloseTo(s.ttftMs(), within(1e-12 * s.ttftMs()));
            assertThat(model.throughputPerGpu(s.isl()))
                    .isCloseTo(s.throughputPerGpu(), within(1e-9 * s.throughputPerGpu()));
        }
    }

    @Test
    void ttftNeverFallsAndThroughputStaysPositiveOnNoisyProfiles() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var profiles = new ArrayList<Prefill>();
        TestProfiles.all().values().forEach(p -> profiles.add(p.prefill().orElseThrow()));
        for (int i = 0; i < 300; i++) {
            var samples = new ArrayList<PrefillSample>();
            int points = 1 + random.nextInt(12);
            for (int p = 0; p < points; p++) {
                double isl = 100 * (1 + random.nextInt(100));
                samples.add(sample(isl, (10 + 0.03 * isl) * (0.3 + 2 * random.nextDouble())));
            }
            profiles.add(new Prefill(samples));
        }
        for (Prefill prefill : profiles) {
            var model = new MonotonePrefill(prefill);
            double last = 0;
            for (double isl = 1; isl < 20000; isl = isl * 1.01 + 1) {
                double ttft = model.ttftMs(isl);
                assertThat(ttft).isFinite().isPositive().isGreaterThanOrEqualTo(last * (1 - 1e-12));
                assertThat(model.throughputPerGpu(isl)).isFinite().isPositive();
                last = ttft;
            }
        }
    }

    @Test
    void noisePointsDoNotMakeTtftOvershootAsTheSplineDoes() {
        Prefill noisy = profile(sample(100, 10), sample(200, 11), sample(300, 200), sample(400, 201), sample(500, 202));
        assertThat(new PrefillSpline(noisy).ttftMs(150)).isNegative();
        var model = new MonotonePrefill(noisy);
        assertThat(model.ttftMs(150)).isBetween(10.0, 11.0);
        assertThat(model.ttftMs(250)).isBetween(11.0, 200.0);
    }

    @Test
    void pointsOutOfOrderInTtftArePooledAndEqualLengthsAveraged() {
        var model = new MonotonePrefill(profile(sample(100, 30), sample(200, 20), sample(300, 40), sample(300, 60)));
        assertThat(model.ttftMs(100)).isEqualTo(25);
        assertThat(model.ttftMs(200)).isEqualTo(25);
        assertThat(model.ttftMs(300)).isEqualTo(50);
    }

    @Test
    void throughputFollowsFromTtftAndTheGpusThatTheProfileImplies() {
        var model = new MonotonePrefill(profile(sample(1000, 50), sample(3000, 150), sample(2000, 90)));
        assertThat(model.throughputPerGpu(1500)).isCloseTo(1500 * 1000 / model.ttftMs(1500) / 4, within(1e-9));
    }

    @Test
    void twoPointsAreJoinedByALineAndOnePointIsConstant() {
        assertThat(new MonotonePrefill(profile(sample(1000, 50), sample(3000, 150))).ttftMs(2000))
                .isCloseTo(100, within(1e-9));
        var single = new MonotonePrefill(profile(sample(1000, 50)));
        assertThat(single.ttftMs(10)).isEqualTo(50);
        assertThat(single.ttftMs(9000)).isEqualTo(50);
        assertThat(single.throughputPerGpu(9000)).isCloseTo(5000, within(1e-9));
    }

    @Test
    void lengthsOutsideTheProfileAreClamped() {
        var model = new MonotonePrefill(profile(sample(1000, 50), sample(2000, 90), sample(3000, 150)));
        assertThat(model.ttftMs(10)).isEqualTo(50);
        assertThat(model.ttftMs(1e6)).isEqualTo(150);
        assertThat(model.throughputPerGpu(1e6)).isEqualTo(model.throughputPerGpu(3000));
    }

    @Test
    void anEmptyProfileOrABadNumberIsRefused() {
        assertThatThrownBy(() -> new MonotonePrefill(profile()))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("prefill_isl has 0 points");
        assertThatThrownBy(() -> new MonotonePrefill(
                        profile(sample(1000, 50), new PrefillSample(2000, Double.POSITIVE_INFINITY, 1))))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith("prefill_ttft[1] = Infinity");
    }
}
