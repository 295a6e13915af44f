package io.dynamoplanner.k8s.graph;

import static io.dynamoplanner.core.role.Role.AGGREGATED;
import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.role.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleResolverTest {
    private static final String MISSING_PREFILL = "DynamoGraphDeployment must contain a component with type 'prefill'";
    private static final String MISSING_DECODE = "DynamoGraphDeployment must contain a component with type 'decode'";

    /** Components are written {@code name:type}; a given name counts for the role; expected is a name or the start of an error. */
    @ParameterizedTest(name = "{0} in {1}, named {2}: {3}")
    @CsvSource({
        // typed components
        "decode, P:prefill D:decode, , D",
        "prefill, P:prefill D:decode, , P",
        "decode, D:decode W:worker, W, D",
        "decode, F:frontend D:decode, Other, D",
        // two of one type, whatever is named
        "decode, D1:decode D2:decode, , multiple",
        "decode, D2:decode D1:decode, D1, multiple",
        // the only worker
        "decode, F:frontend W:worker, , W",
        "agg, F:frontend W:worker, , W",
        "prefill, F:frontend W:worker, , missing",
        "decode, W:worker, Other, W",
        "agg, D:decode, , D",
        // two workers: by name only
        "decode, W1:worker W2:worker, , missing",
        "decode, W1:worker W2:worker, W2, W2",
        "prefill, W1:worker W2:worker, W1, W1",
        "decode, W1:worker W2:worker, w2, missing",
        // by name: no type, worker, or the role itself
        "decode, X:, X, X",
        "prefill, X:, X, X",
        "prefill, X:worker Y:worker, X, X",
        "decode, X:frontend, X, missing",
        "decode, X:prefill, X, missing",
        "decode, X:planner, Nowhere, missing",
        // usual names
        "decode, decode:, , decode",
        "prefill, prefill:, , prefill",
        "prefill, VllmPrefillWorker:worker VllmDecodeWorker:worker, , VllmPrefillWorker",
        "decode, VllmPrefillWorker:worker VllmDecodeWorker:worker, , VllmDecodeWorker",
        "agg, VllmWorker:, , VllmWorker",
        "decode, decode:, Other, missing",
    })
    void componentOfARole(String role, String components, String named, String expected) {
        Role managed = new Role(role);
        var resolver = new RoleResolver(
                List.of(managed), BackendNames.of("vllm"), named == null ? Map.of() : Map.of(managed, named));

        RoleResolver.Resolution resolution = resolver.resolve(graph(components));

        String type = role.equals("agg") ? "decode" : role;
        if (expected.equals("missing") || expected.equals("multiple")) {
            assertThat(resolution.components().isEmpty()).isTrue();
            assertThat(resolution.isComplete()).isFalse();
            assertThat(resolution.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.blocks()).isTrue();
                assertThat(finding.remedy()).isNotEmpty();
                assertThat(finding.what())
                        .isEqualTo(
                                expected.equals("missing")
                                        ? "DynamoGraphDeployment must contain a component with type '" + type + "'"
                                        : "DynamoGraphDeployment must contain only one component with type '" + type
                                                + "', but found multiple: D1, D2");
            });
        } else {
            assertThat(resolution.findings()).isEmpty();
            assertThat(resolution.components().get(managed).name()).isEqualTo(expected);
        }
    }

    @Test
    void bothRolesOfAGraphAreFoundAtOnce() {
        var resolution = disaggregated(Map.of()).resolve(graph("F:frontend P:prefill D:decode"));

        assertThat(resolution.components().get(PREFILL).name()).isEqualTo("P");
        assertThat(resolution.components().get(DECODE).name()).isEqualTo("D");
        assertThat(resolution.isComplete()).isTrue();
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        var resolution = disaggregated(Map.of()).resolve(graph("F:frontend"));

        assertThat(resolution.findings()).extracting(Finding::what).containsExactly(MISSING_PREFILL, MISSING_DECODE);
        assertThat(resolution.findings()).extracting(Finding::code).containsExactly("role-missing", "role-missing");
    }

    @Test
    void oneComponentDoesNotPlayTwoRoles() {
        var resolution = disaggregated(Map.of(PREFILL, "W")).resolve(graph("W:worker"));

        assertThat(resolution.components().roles()).containsExactly(PREFILL);
        assertThat(resolution.findings()).extracting(Finding::what).containsExactly(MISSING_DECODE);
    }

    @Test
    void theRemedyNamesWhatWasNamed() {
        var resolution = new RoleResolver(List.of(DECODE), BackendNames.of("vllm"), Map.of(DECODE, "Typo"))
                .resolve(graph("A:worker B:worker"));

        assertThat(resolution.findings())
                .extracting(Finding::remedy)
                .singleElement()
                .asString()
                .contains("'Typo'");
    }

    @Test
    void anAggregatedGraphHasOneRole() {
        var resolution = new RoleResolver(List.of(AGGREGATED), BackendNames.of("sglang"), Map.of())
                .resolve(graph("F:frontend W:worker Planner:planner"));

        assertThat(resolution.components().roles()).containsExactly(AGGREGATED);
    }

    private static RoleResolver disaggregated(Map<Role, String> named) {
        return new RoleResolver(List.of(PREFILL, DECODE), BackendNames.of("vllm"), named);
    }

    private static Graph graph(String components) {
        var scene = new Scene();
        Arrays.stream(components.split(" ", -1))
                .map(text -> text.split(":", -1))
                .forEach(parts -> scene.with(Scene.component(parts[0], parts[1], 1)));
        return scene.graph();
    }
}
