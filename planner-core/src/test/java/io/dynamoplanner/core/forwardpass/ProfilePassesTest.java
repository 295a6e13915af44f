package io.dynamoplanner.core.forwardpass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import io.dynamoplanner.core.engine.EngineProfile.PrefillSample;
import io.dynamoplanner.core.engine.ProfileFinding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilePassesTest {
    private static final double NAN = Double.NaN;

    private static EngineProfile profile(List<PrefillSample> prefill, double maxKvTokens, DecodeSample... decode) {
        return new EngineProfile(
                "test",
                Optional.of(new EngineProfile.Prefill(prefill)),
                Optional.of(new EngineProfile.Decode(List.of(decode), maxKvTokens)));
    }

    @Test
    void pointsBecomePassesOfWholeSequencesAndTokens() {
        ProfilePasses passes = ProfilePasses.of(profile(
                List.of(new PrefillSample(1117.8, 38.5, 29_000)),
                945_029,
                new DecodeSample(0.1, 350, 19, 1),
                new DecodeSample(0.00001, 350, 4, 1),
                new DecodeSample(0.5, 0, 4, 1)));

        assertThat(passes.findings()).isEmpty();
        assertThat(passes.passes())
                .containsExactly(
                        ForwardPass.prefill(1117, 38.5),
                        ForwardPass.decode(270, 94_503, 19),
                        ForwardPass.decode(1, 9, 4),
                        ForwardPass.decode(1, 472_514, 4));
    }

    @Test
    void pointsThatStandForNoPassAreFindings() {
        ProfilePasses passes = ProfilePasses.of(profile(
                List.of(
                        new PrefillSample(0, 10, 1),
                        new PrefillSample(100, 0, 1),
                        new PrefillSample(NAN, 10, 1),
                        new PrefillSample(100, 10, NAN)),
                NAN,
                new DecodeSample(0.5, 100, 10, 1)));

        assertThat(passes.passes()).containsExactly(ForwardPass.prefill(100, 10));
        assertThat(passes.findings())
                .hasSize(4)
                .allMatch(f -> f.kind() == ProfileFinding.Kind.NO_PASS)
                .anyMatch(f -> f.message().contains("prefill_isl 0.0 with prefill_ttft 10.0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 6, 20})
    void degenerateProfilesGiveAModelOrAReason(int points) {
        var same = new PrefillSample[points];
        var decode = new DecodeSample[points];
        for (int i = 0; i < points; i++) {
            same[i] = new PrefillSample(1000, 50, 1);
            decode[i] = new DecodeSample(0.5, 1000, 100 - i, 1);
        }
        ProfilePasses passes = ProfilePasses.of(profile(List.of(same), 100_000, decode));
        for (PassRegression regression :
                List.of(new OrdinaryRegression(1), new SegmentedRegression(1), new RobustRegression(1))) {
            PassModel model = PassModel.learn(regression, new PassModel.Retention(64, 16), passes.passes());
            for (Workload workload : Workload.values()) {
                assertThat(model.time(workload).isPresent())
                        .isNotEqualTo(model.whyNot(workload).isPresent());
                model.time(workload)
                        .ifPresent(time ->
                                assertThat(time.ms(500, 3, 3000)).isPositive().isFinite());
            }
        }
    }

    @Test
    void mixedPassesArePutTogetherFromTheirHalves() {
        PassTime together =
                new TogetherTime((tokens, n, k) -> 18 + 0.01 * tokens, (tokens, n, k) -> 4 + 0.02 * n + 1e-5 * k);

        assertThat(together.ms(1000, 10, 10_000)).isCloseTo(4 + 0.2 + 0.1 + 10, within(1e-9));
        assertThat(((TogetherTime) together).overheadMs()).isEqualTo(14);
    }
}
