package io.dynamoplanner.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.engine.EngineProfile.Decode;
import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import io.dynamoplanner.core.engine.EngineProfile.Prefill;
import io.dynamoplanner.core.engine.EngineProfile.PrefillSample;
import io.dynamoplanner.core.engine.ProfileFinding.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileCheckTest {

    private static List<Kind> kinds(EngineProfile profile) {
        return ProfileCheck.findings(profile).stream().map(ProfileFinding::kind).toList();
    }

    private static EngineProfile prefillOnly(PrefillSample... samples) {
        return new EngineProfile("p", Optional.of(new Prefill(List.of(samples))), Optional.empty());
    }

    @Test
    void aProfileSpoiledByPrefixCacheHitsIsFound() {
        assertThat(kinds(TestProfiles.named(TestProfiles.H200_SUPERSEDED)))
                .contains(Kind.PREFILL_TOO_FAST, Kind.TTFT_FALLS);
        assertThat(kinds(TestProfiles.named(TestProfiles.H200))).containsExactly(Kind.ITL_FALLS);
    }

    @Test
    void noOtherProfileIsCalledTooFastOrHasAnOddGpuRatio() {
        TestProfiles.all().forEach((name, profile) -> {
            if (!name.equals(TestProfiles.H200_SUPERSEDED)) {
                assertThat(kinds(profile)).as(name).doesNotContain(Kind.PREFILL_TOO_FAST, Kind.GPU_RATIO);
            }
        });
    }

    @Test
    void aDisturbedTtftIsNamedWithItsValues() {
        assertThat(ProfileCheck.findings(TestProfiles.named(TestProfiles.H100_TP8)))
                .anySatisfy(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.TTFT_FALLS);
                    assertThat(finding.message()).contains("6205", "8240");
                });
    }

    @Test
    void throughputInOtherUnitsThanTokensPerSecondAndGpuIsFound() {
        assertThat(kinds(prefillOnly(new PrefillSample(1000, 50, 20_000)))).isEmpty();
        assertThat(kinds(prefillOnly(new PrefillSample(1000, 50, 20)))).containsExactly(Kind.GPU_RATIO);
        assertThat(kinds(prefillOnly(new PrefillSample(1000, 50, 14_000)))).containsExactly(Kind.GPU_RATIO);
        assertThat(kinds(prefillOnly(new PrefillSample(1000, 50, 5_000)))).isEmpty();
        assertThat(kinds(prefillOnly(new PrefillSample(1000, 50, 20_000_000)))).containsExactly(Kind.GPU_RATIO);
    }

    @Test
    void usageOutsideTheKvCacheIsFound() {
        var decode = new Decode(
                List.of(
                        new DecodeSample(0.5, 100, 10, 10),
                        new DecodeSample(1.2, 100, 12, 10),
                        new DecodeSample(Double.NaN, 100, 12, 10)),
                1000);
        var profile = new EngineProfile("p", Optional.empty(), Optional.of(decode));
        assertThat(kinds(profile)).containsExactly(Kind.KV_USAGE_OUT_OF_RANGE, Kind.KV_USAGE_OUT_OF_RANGE);
        assertThat(ProfileCheck.findings(profile).get(0).message()).startsWith("x_kv_usage[1] = 1.2");
    }
}
