package io.dynamoplanner.k8s.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNamesTest {

    /** Rows: names by card, report and graph for prefill, then for decode; in the settings; then the one that is used. */
    @ParameterizedTest(name = "prefill {0} {1} {2}, decode {3} {4} {5}, settings {6}: {7}")
    @CsvSource({
        "cp, sp, gp, cd, sd, gd, , cd",
        "cp, sp, gp, , sd, gd, , cp",
        ", sp, gp, , sd, gd, , sd",
        ", sp, gp, , , gd, , sp",
        ", , gp, , , gd, , gp",
        ", , , , , gd, , gd",
        ", , , , , , conf, conf",
        ", , , , , , , ",
        ", , , , , gd, conf, gd",
    })
    void modelName(
            String cardP,
            String statusP,
            String graphP,
            String cardD,
            String statusD,
            String graphD,
            String settings,
            String expected) {
        var scene = models(cardP, statusP, graphP, cardD, statusD, graphD);

        assertThat(ModelNames.of(scene.snapshot(), roles(scene), Optional.ofNullable(settings))
                        .model())
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void namesThatDifferInCaseOnlyAreOne() {
        var scene = models("Org/Model", null, "org/model", "ORG/MODEL", null, "org/Model");

        var found = ModelNames.of(scene.snapshot(), roles(scene), Optional.of("org/model"));

        assertThat(found.model()).contains("ORG/MODEL");
        assertThat(found.findings()).isEmpty();
    }

    @Test
    void namesThatContradictEachOtherAreFindings() {
        var scene = models(null, null, "p", null, null, "d");

        assertThat(ModelNames.of(scene.snapshot(), roles(scene), Optional.of("u"))
                        .findings())
                .extracting(Finding::what)
                .containsExactly(
                        "Model name mismatch in DynamoGraphDeployment: prefill model name p != decode model name d",
                        "Model name p does not match expected model name u");
        assertThat(ModelNames.of(Scene.decode(1).snapshot(), PerRole.empty(), Optional.empty())
                        .findings())
                .extracting(Finding::what)
                .containsExactly("Model name not found in DynamoGraphDeployment");
    }

    @Test
    void workersOfOneComponentThatReportSeveralModelsAreAFinding() {
        var scene = models(null, null, null, "b-model", null, null);
        scene.cards.add(card("other", false, "a-model"));

        var found = ModelNames.of(scene.snapshot(), roles(scene), Optional.empty());

        assertThat(found.model()).contains("a-model");
        assertThat(found.findings()).extracting(Finding::code).containsExactly("model-cards-differ");
    }

    private static Scene models(
            @Nullable String cardP,
            @Nullable String statusP,
            @Nullable String graphP,
            @Nullable String cardD,
            @Nullable String statusD,
            @Nullable String graphD) {
        var scene = new Scene()
                .with(Scene.serving("prefill", "prefill", graphP))
                .with(Scene.serving("decode", "decode", graphD))
                .status("prefill", Scene.status("Deployment", null, 1, 1, 1, 1, null, null, statusP, null))
                .status("decode", Scene.status("Deployment", null, 1, 1, 1, 1, null, null, statusD, null));
        if (cardP != null) {
            scene.cards.add(card("p", true, cardP));
        }
        if (cardD != null) {
            scene.cards.add(card("d", false, cardD));
        }
        return scene;
    }

    private static PerRole<Component> roles(Scene scene) {
        return PerRole.of(
                Role.PREFILL,
                scene.graph().component("prefill").orElseThrow(),
                Role.DECODE,
                scene.graph().component("decode").orElseThrow());
    }

    private static ModelCard card(String pod, boolean prefill, String model) {
        return new ModelCard(
                pod,
                "ns",
                prefill ? "prefill" : "backend",
                "serve",
                prefill,
                Optional.of(model),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }
}
