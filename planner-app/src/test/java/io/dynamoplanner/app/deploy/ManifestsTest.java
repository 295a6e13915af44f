package io.dynamoplanner.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.app.deploy.Manifests.Example;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.EngineModelFields;
import io.dynamoplanner.data.config.Finding;
import io.dynamoplanner.data.config.FlagArguments;
import io.dynamoplanner.data.config.OptimizationTarget;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.TargetFields;
import io.dynamoplanner.data.profile.ProfileReader;
import io.dynamoplanner.k8s.preflight.Permission;
import io.dynamoplanner.k8s.preflight.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests that people copy from: they say what the program understands, and ask for no more than it needs. */
class ManifestsTest {
    private static final Path PROFILE = Path.of("..", "examples", "profiles", "h100_llama3.1-70b-fp8_tp4_estimated");

    private static Stream<Path> files() {
        return Manifests.files().stream();
    }

    private static Stream<Example> examples() {
        return Manifests.examples().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileHoldsKubernetesObjects(Path file) {
        assertThat(Manifests.read(file)).isNotEmpty().allSatisfy(object -> {
            assertThat(object.path("apiVersion").asText()).isNotEmpty();
            assertThat(object.path("kind").asText()).isNotEmpty();
        });
    }

    @Test
    void thereIsAnExampleForEachVersionOfTheGraph() {
        assertThat(examples().map(example -> example.graph().get("apiVersion").asText()))
                .contains("nvidia.com/v1beta1", "nvidia.com/v1alpha1");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theConfigurationOfAnExampleIsUnderstoodAndInEffect(Example example, @TempDir Path mounted) throws IOException {
        List<String> arguments = words(example.container().get("args"));
        assertThat(words(example.container().get("command"))).containsExactly("planner", "run");
        assertThat(arguments.get(0)).isEqualTo("--config");

        PlannerConfig config = ConfigLoader.load(
                Optional.of(fromVolumes(example, arguments.get(1), mounted)),
                FlagArguments.parse(arguments.subList(2, arguments.size())),
                Map.of("PLANNER_PROMETHEUS_PORT", "9085", "DYN_NAMESPACE", "serving-chat"));

        assertThat(config.get(TargetFields.OPTIMIZATION_TARGET)).isEqualTo(OptimizationTarget.SLA);
        assertThat(config.findings().stream().filter(finding -> finding.severity() == Finding.Severity.WARNING))
                .isEmpty();
        assertThat(mountPaths(example)).contains(config.get(EngineModelFields.PROFILE_RESULTS_DIR));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void thePlannerOfAnExampleRunsLockedUp(Example example) {
        JsonNode pod = example.pod();
        assertThat(pod.get("serviceAccountName").asText()).isEqualTo("dynamo-planner");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode container = example.container().get("securityContext");
        assertThat(container.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(mountPaths(example)).contains("/tmp");
        assertThat(example.resources().at("/limits/memory").asText()).isEqualTo("256Mi");
        assertThat(example.resources().path("limits").has("cpu")).isFalse();
    }

    /** Every component that is scaled has an adapter, or the operator and the planner would write to the same field. */
    @ParameterizedTest
    @MethodSource("examples")
    void theWorkersOfAnExampleHaveScalingAdapters(Example example) {
        JsonNode spec = example.graph().get("spec");
        var engines = new ArrayList<JsonNode>();
        (spec.has("services") ? spec.get("services") : spec.get("components")).forEach(component -> {
            if (component.findValue("nvidia.com/gpu") != null || component.findValue("gpu") != null) {
                engines.add(component);
            }
        });

        assertThat(engines).isNotEmpty().allMatch(engine -> engine.has("scalingAdapter"));
    }

    /** Kubelet mounts a ConfigMap as links to links, and replaces the inner one when it changes. */
    @Test
    void aProfileInAConfigMapIsRead(@TempDir Path folder) throws IOException {
        Path data = Files.createDirectory(folder.resolve("..2026_11_21_17_00_00.1"));
        Files.createSymbolicLink(folder.resolve("..data"), data.getFileName());
        for (String name : List.of("prefill_raw_data.json", "decode_raw_data.json")) {
            Files.copy(PROFILE.resolve(name), data.resolve(name));
            Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
        }

        assertThat(ProfileReader.read(folder).prefill()).isPresent();
        assertThat(ProfileReader.read(folder).decode()).isPresent();
    }

    @Test
    void theRoleGrantsWhatThePlannerAsksForAndNothingElse() {
        List<Permission> asked =
                Permissions.of(new Permissions.Use(true, true, true), "dynamo-planner-chat", "dynamo-planner-chat");

        assertThat(asked.stream().map(ManifestsTest::right)).containsExactlyInAnyOrderElementsOf(ShippedRole.rights());
    }

    @Test
    void theRoleGrantsNothingThatCouldHurt() {
        assertThat(ShippedRole.rights()).isNotEmpty().allSatisfy(right -> {
            assertThat(right.verb()).isNotIn("*", "delete", "deletecollection", "escalate", "bind");
            assertThat(right.resource()).isNotIn("*", "secrets");
            assertThat(right.group()).isNotEqualTo("*");
            if (right.group().equals("nvidia.com")) {
                assertThat(right.verb()).isNotIn("create", "update");
            }
        });
    }

    private static ShippedRole.Right right(Permission permission) {
        String subresource = permission.subresource().isEmpty() ? "" : "/" + permission.subresource();
        return new ShippedRole.Right(permission.group(), permission.resource() + subresource, permission.verb());
    }

    /** The configuration itself, or a file with what is mounted where the argument points to. */
    private static String fromVolumes(Example example, String argument, Path folder) throws IOException {
        if (!argument.startsWith("/")) {
            return argument;
        }
        Path path = Path.of(argument);
        for (JsonNode mount : example.container().get("volumeMounts")) {
            if (!path.startsWith(mount.get("mountPath").asText())) {
                continue;
            }
            for (JsonNode volume : example.pod().get("volumes")) {
                if (volume.get("name").equals(mount.get("name"))) {
                    String map = volume.at("/configMap/name").asText();
                    String text = Manifests.configMap(example.file(), map)
                            .getOrDefault(path.getFileName().toString(), "");
                    return Files.writeString(folder.resolve(path.getFileName()), text)
                            .toString();
                }
            }
        }
        throw new AssertionError(argument + " is not mounted");
    }

    private static List<String> mountPaths(Example example) {
        var paths = new ArrayList<String>();
        example.container()
                .get("volumeMounts")
                .forEach(mount -> paths.add(mount.get("mountPath").asText()));
        return paths;
    }

    private static List<String> words(JsonNode list) {
        var words = new ArrayList<String>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }
}
