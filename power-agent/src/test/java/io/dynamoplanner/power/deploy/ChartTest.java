package io.dynamoplanner.power.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import io.dynamoplanner.power.command.RunCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The chart as Helm renders it. */
class ChartTest {
    private static final Path CHART = Path.of("..", "charts", "power-agent");
    private static final Path MANIFESTS = Path.of("..", "deploy", "power-agent");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static String render(Map<String, Object> values) {
        var command = new Helm(CHART)
                .template()
                .withName("power-agent")
                .withNamespace("power-agent")
                .withKubeVersion("1.30.0");
        values.forEach(command::set);
        return command.call();
    }

    private static List<JsonNode> objects(String text) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            var all = new ArrayList<JsonNode>();
            documents.forEachRemaining(node -> {
                if (node.isObject()) {
                    all.add(node);
                }
            });
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode only(String kind, List<JsonNode> objects) {
        List<JsonNode> found = objects.stream()
                .filter(o -> o.path("kind").asText().equals(kind))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    private static JsonNode container(Map<String, Object> values) {
        return only("DaemonSet", objects(render(values))).at("/spec/template/spec/containers/0");
    }

    private static List<String> words(JsonNode array) {
        var words = new ArrayList<String>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }

    @Test
    void theAgentHasWhatItNeedsAndNoMore() {
        JsonNode pod = only("DaemonSet", objects(render(Map.of()))).at("/spec/template/spec");
        JsonNode security = pod.at("/containers/0/securityContext");

        assertThat(pod.path("hostPID").asBoolean()).isTrue();
        assertThat(pod.has("hostNetwork")).isFalse();
        assertThat(pod.path("runtimeClassName").asText()).isEqualTo("nvidia");
        assertThat(pod.path("priorityClassName").asText()).isEqualTo("system-node-critical");
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThanOrEqualTo(60);
        assertThat(security.path("privileged").asBoolean(false)).isFalse();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(words(security.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(words(security.at("/capabilities/add"))).containsExactly("SYS_ADMIN");
        assertThat(pod.at("/containers/0/image").asText()).isEqualTo("dynamo-power-agent:0.1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "agent.actuator,dcgm",
        "agent.podResources.enabled,true",
        "agent.dryRun,true",
        "agent.externalOwner,true",
        "agent.watchNode,false",
        "rbac.namespaceRestricted,true",
        "agent.allowNamespaces[0],team-b=300-600",
        "agent.onShutdown,restore"
    })
    void theProgramUnderstandsEveryArgumentOfThePod(String value, String set) {
        List<String> arguments = words(container(Map.of(value, set)).path("args"));

        assertThat(arguments.get(0)).isEqualTo("run");
        new CommandLine(new RunCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(arguments.subList(1, arguments.size()).toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({
        "terminationGracePeriodSeconds,30",
        "image.tag,latest",
        "daemonset.updateStrategy.rollingUpdate.maxSurge,1",
        "agent.reconcileIntervalSeconds,60",
        "image.tag,sha256:abc",
        "image.digest,sha256:abc",
        "agent.safeDefaultWatts,0",
        "agent.safeDefaultWatts,500W",
        "agent.actuator,other",
        "agent.allowNamespaces[0],Team",
        "agent.prometheusPort,99999",
        "agent.shutdownBudgetSeconds,60",
        "agent.unknown,1",
        "unknown,1",
        "state.hostPath,relative"
    })
    void valuesThatMakeNoSenseAreRefused(String value, String set) {
        assertThatThrownBy(() -> render(Map.of(value, set)))
                .as(value + "=" + set)
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDigestBeatsATag() {
        String digest = "sha256:" + "0a".repeat(32);

        assertThat(container(Map.of("image.tag", "1.2.3")).path("image").asText())
                .isEqualTo("dynamo-power-agent:1.2.3");
        assertThat(container(Map.of("image.tag", "1.2.3", "image.digest", digest))
                        .path("image")
                        .asText())
                .isEqualTo("dynamo-power-agent@" + digest);
    }

    @Test
    void everyBindingNamesAnAccountThatIsThereWithItsNamespace() {
        List<JsonNode> objects = objects(render(Map.of()));
        List<String> accounts = objects.stream()
                .filter(o -> o.path("kind").asText().equals("ServiceAccount"))
                .map(o -> o.at("/metadata/name").asText())
                .toList();

        assertThat(objects.stream().filter(o -> o.path("kind").asText().endsWith("Binding")))
                .hasSize(4)
                .allSatisfy(binding -> {
                    assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo("power-agent");
                    assertThat(accounts).contains(binding.at("/subjects/0/name").asText());
                    assertThat(objects.stream()
                                    .filter(o -> o.path("kind").equals(binding.at("/roleRef/kind")))
                                    .map(o -> o.at("/metadata/name")))
                            .contains(binding.at("/roleRef/name"));
                });
    }

    @Test
    void anAgentMayReadPodsNodesAndItsSwitchAndWriteItsStatus() {
        assertThat(rules("power-agent", "ClusterRole", Map.of()))
                .containsExactlyInAnyOrder(
                        "pods [get, list, watch]", "nodes [get, list, watch]", "gpupowerstatuses [get, create, patch]");
        assertThat(rules("power-agent", "Role", Map.of())).containsExactly("configmaps [get, list, watch]");
        assertThat(rules("power-agent-release", "Role", Map.of())).containsExactly("configmaps [patch]");
        assertThat(rules("power-agent-release", "ClusterRole", Map.of())).containsExactly("gpupowerstatuses [list]");
    }

    @Test
    void aRestrictedAgentReadsPodsOfItsNamespaceOnly() {
        Map<String, Object> restricted = Map.of("rbac.namespaceRestricted", "true", "agent.watchNode", "false");

        assertThat(rules("power-agent", "ClusterRole", restricted))
                .containsExactly("gpupowerstatuses [get, create, patch]");
        assertThat(rules("power-agent", "Role", restricted)).contains("pods [get, list, watch]");
    }

    private static List<String> rules(String suffix, String kind, Map<String, Object> values) {
        var rules = new ArrayList<String>();
        for (JsonNode object : objects(render(values))) {
            String name = object.at("/metadata/name").asText();
            boolean ours = name.equals(suffix) || name.equals("power-agent-" + suffix);
            if (object.path("kind").asText().equals(kind) && ours) {
                object.path("rules")
                        .forEach(rule -> words(rule.path("resources"))
                                .forEach(resource -> rules.add(resource + " " + words(rule.path("verbs")))));
            }
        }
        return rules;
    }

    /** Rendering leaves hooks out, so this looks at the template. */
    @Test
    void theHookWaitsBeforeAnUninstall() throws IOException {
        String hook = Files.readString(CHART.resolve("templates").resolve("release-hook.yaml"));

        assertThat(hook)
                .contains("helm.sh/hook: pre-delete")
                .contains("args: [release, --control=")
                .doesNotContain("power-agent.selector");
    }

    @Test
    void metricsKeepTheLabelsOfThePodThatAsks() {
        JsonNode monitor = only("PodMonitor", objects(render(Map.of("podMonitor.enabled", "true"))));

        assertThat(monitor.at("/spec/podMetricsEndpoints/0/honorLabels").asBoolean())
                .isTrue();
    }

    /** Those without Helm get the same, but for the hook. */
    @Test
    void theManifestsAreTheChart() throws IOException {
        String rendered =
                "# The chart power-agent, rendered; without Helm there is no hook, so the end of a pod restores.\n"
                        + "# Apply charts/power-agent/crds first. Change the chart, not this file.\n"
                        + render(Map.of("releaseHook.enabled", "false", "agent.onShutdown", "restore"))
                                .replace("app.kubernetes.io/managed-by: Helm", "app.kubernetes.io/managed-by: kubectl");

        same("power-agent.yaml", rendered);
    }

    @Test
    void theManifestsForMonitoringAreTheChart() throws IOException {
        String all = render(
                Map.of("podMonitor.enabled", "true", "prometheusRule.enabled", "true", "dashboard.enabled", "true"));
        String rendered = "# What Prometheus scrapes, alerts, and a dashboard for Grafana with the usual sidecar.\n"
                + "# Change the chart, not this file.\n"
                + Stream.of(all.split("(?m)^---$"))
                        .filter(text -> text.contains("monitoring.coreos.com") || text.contains("grafana_dashboard"))
                        .collect(Collectors.joining("---"))
                        .replace("app.kubernetes.io/managed-by: Helm", "app.kubernetes.io/managed-by: kubectl");

        same("monitoring.yaml", rendered);
    }

    /** With -Dupdate.manifests=true the file is written anew. */
    private static void same(String name, String rendered) throws IOException {
        Path file = MANIFESTS.resolve(name);
        if (Boolean.getBoolean("update.manifests")) {
            Files.createDirectories(MANIFESTS);
            Files.writeString(file, rendered);
        }
        assertThat(objects(Files.readString(file))).isEqualTo(objects(rendered));
    }
}
