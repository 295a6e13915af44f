package io.dynamoplanner.k8s.graph;

import static io.dynamoplanner.core.role.Role.DECODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.role.PerRole;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuWidthsTest {
    private static final GpuWidths PLAIN = new GpuWidths(PerRole.empty());

    @ParameterizedTest(name = "reported {0}, {1} per pod on {2} nodes, settings {3}: {4}")
    @CsvSource({
        "8, 4, 1, 2, 8",
        "8, 4, 2, , 8",
        ", 4, 2, 2, 8",
        ", 4, 1, 2, 4",
        ", , 2, 2, 2",
        ", , 1, , ",
        "8, , 1, , 8",
    })
    void byWhomToTrust(Integer reported, Integer perPod, int nodes, Integer settings, Integer expected) {
        var widths = new GpuWidths(settings == null ? PerRole.empty() : PerRole.of(DECODE, settings));
        Scene scene = scene(perPod, nodes, reported);

        var width = widths.of(scene.graph(), DECODE, scene.components.get(0), Optional.empty());

        assertThat(width.gpus()).isEqualTo(optional(expected));
        if (expected == null) {
            assertThat(width.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("gpu-width-unknown");
                assertThat(finding.what()).startsWith("No GPU count specified for component 'decode'.");
            });
        }
    }

    @Test
    void settingsThatContradictTheGraphAreAFinding() {
        Scene scene = scene(8, 1, null);

        var width = new GpuWidths(PerRole.of(DECODE, 2))
                .of(scene.graph(), DECODE, scene.components.get(0), Optional.empty());

        assertThat(width.findings()).extracting(Finding::code).containsExactly("gpu-width-differs");
    }

    @Test
    void aReportThatHasNotSeenTheLastWriteLeavesTheWidthAsItWas() {
        Scene scene = scene(4, 1, 2);
        var first = PLAIN.of(scene.graph(), DECODE, scene.components.get(0), Optional.empty());

        scene.observed(4);
        var second = PLAIN.of(scene.graph(), DECODE, scene.components.get(0), first.reported());
        scene.statuses.clear();
        var third = PLAIN.of(scene.graph(), DECODE, scene.components.get(0), second.reported());

        assertThat(second.gpus()).hasValue(2);
        assertThat(third.gpus()).hasValue(2);
    }

    @Test
    void whileResourcesChangeTheLargerWidthCounts() {
        Scene scene = scene(4, 1, 4);
        var first = PLAIN.of(scene.graph(), DECODE, scene.components.get(0), Optional.empty());

        Scene larger = scene(8, 1, 4).observed(4);
        Scene smaller = scene(2, 1, 4).observed(4);

        assertThat(PLAIN.of(larger.graph(), DECODE, larger.components.get(0), first.reported())
                        .gpus())
                .hasValue(8);
        assertThat(PLAIN.of(smaller.graph(), DECODE, smaller.components.get(0), first.reported())
                        .gpus())
                .hasValue(4);
        assertThat(PLAIN.of(larger.graph(), DECODE, larger.components.get(0), Optional.empty())
                        .gpus())
                .hasValue(8);
    }

    @Test
    void anOperatorThatReportsNoWidthAnyMoreIsNotBelievedForEver() {
        Scene scene = scene(8, 1, 8);
        var first = PLAIN.of(scene.graph(), DECODE, scene.components.get(0), Optional.empty());

        Scene changed = scene(2, 1, null);

        assertThat(PLAIN.of(changed.graph(), DECODE, changed.components.get(0), first.reported())
                        .gpus())
                .hasValue(2);
    }

    @Test
    void aWidthInTheSettingsIsAtLeastOne() {
        assertThatThrownBy(() -> new GpuWidths(PerRole.of(DECODE, 0)))
                .hasMessageContaining("GPUs per replica of role decode must be at least 1, not 0");
    }

    private static Scene scene(@Nullable Integer perPod, int nodes, @Nullable Integer reported) {
        return new Scene()
                .with(Scene.wide("decode", "decode", 1, nodes, optional(perPod)))
                .status("decode", Scene.status("Deployment", null, 1, 1, 1, 1, null, reported, null, null));
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
