package io.dynamoplanner.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.engine.EngineProfile.Decode;
import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import io.dynamoplanner.core.engine.EngineProfile.Prefill;
import io.dynamoplanner.core.engine.EngineProfile.PrefillSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceModelErrorsTest {

    private static Prefill prefill(double... isl) {
        var samples = new ArrayList<PrefillSample>();
        for (double length : isl) {
            samples.add(new PrefillSample(length, 1 + length / 10, 1000));
        }
        return new Prefill(samples);
    }

    private static Decode decode(double maxKvTokens, double... usageAndContext) {
        var samples = new ArrayList<DecodeSample>();
        for (int i = 0; i < usageAndContext.length; i += 2) {
            samples.add(new DecodeSample(usageAndContext[i], usageAndContext[i + 1], 10 + i, 100 + i));
        }
        return new Decode(samples, maxKvTokens);
    }

    private static void assertRefused(Runnable build, String... parts) {
        assertThatThrownBy(build::run).isInstanceOf(ProfileException.class).hasMessageContainingAll(parts);
    }

    @Test
    void aSplineNeedsFourPoints() {
        assertRefused(
                () -> new PrefillSpline(prefill(100, 200, 300)), "prefill_isl has 3 points", "4 or more", "MONOTONE");
    }

    @Test
    void aSplineNeedsDistinctLengths() {
        assertRefused(
                () -> new PrefillSpline(prefill(100, 200, 300, 200)),
                "prefill_isl[3] = 200.0",
                "index 1",
                "keep one point");
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 10, 10, prefill_isl[4] = NaN",
        "0, 10, 10, prefill_isl[4] = 0.0",
        "900, -1, 10, prefill_ttft[4] = -1.0",
        "900, 10, Infinity, prefill_thpt_per_gpu[4] = Infinity",
    })
    void aBadPrefillNumberIsNamed(double isl, double ttft, double throughput, String expected) {
        var samples = new ArrayList<>(prefill(100, 200, 300, 400).samples());
        samples.add(new PrefillSample(isl, ttft, throughput));
        assertRefused(() -> new PrefillSpline(new Prefill(samples)), expected, "remove the point");
    }

    @Test
    void aGridNeedsThreePointsThatAreDistinctAndNotOnOneLine() {
        assertRefused(() -> new DecodeGrid(decode(1000, 0.1, 100, 0.2, 100)), "x_kv_usage has 2 points", "3 or more");
        assertRefused(
                () -> new DecodeGrid(decode(1000, 0.1, 100, 0.2, 100, 0.3, 200, 0.2, 100)),
                "x_kv_usage[3] = 0.2",
                "y_context_length = 100.0",
                "index 1");
        assertRefused(
                () -> new DecodeGrid(decode(1000, 0.1, 100, 0.2, 100, 0.3, 100)), "on one line", "context lengths");
        assertRefused(() -> new DecodeGrid(decode(1000, 0.1, 100, 0.2, 200, 0.3, 300, 0.7, 700)), "on one line");
    }

    @Test
    void aBadDecodeNumberIsNamed() {
        assertRefused(() -> new DecodeGrid(decode(1000, 0.1, 100, Double.NaN, 100, 0.3, 200)), "x_kv_usage[1] = NaN");
        assertRefused(() -> new DecodeGrid(decode(0, 0.1, 100, 0.2, 100, 0.3, 200)), "max_kv_tokens[0] = 0.0");
        assertRefused(
                () -> new DecodeGrid(new Decode(
                        List.of(
                                new DecodeSample(0.1, 100, 1, 1),
                                new DecodeSample(0.2, 100, 1, 1),
                                new DecodeSample(0.2, 200, Double.NEGATIVE_INFINITY, 1)),
                        1000)),
                "z_itl[2] = -Infinity");
    }

    @Test
    void theFactoryNamesTheMissingPartAndBuildsEachInterpolation() {
        var empty = new EngineProfile("bare", Optional.empty(), Optional.empty());
        for (Interpolation how : Interpolation.values()) {
            assertRefused(() -> EngineModels.prefill(empty, how), "profile bare has no prefill part");
            assertRefused(() -> EngineModels.decode(empty, how), "profile bare has no decode part");
        }
        EngineProfile profile = TestProfiles.named(TestProfiles.H200);
        assertThat(EngineModels.prefill(profile, Interpolation.REFERENCE)).isInstanceOf(PrefillSpline.class);
        assertThat(EngineModels.prefill(profile, Interpolation.MONOTONE)).isInstanceOf(MonotonePrefill.class);
        assertThat(EngineModels.decode(profile, Interpolation.REFERENCE)).isInstanceOf(DecodeGrid.class);
        assertThat(EngineModels.decode(profile, Interpolation.MONOTONE)).isInstanceOf(MonotoneDecode.class);
    }
}
