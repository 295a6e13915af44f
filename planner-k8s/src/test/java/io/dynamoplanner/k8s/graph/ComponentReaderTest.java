package io.dynamoplanner.k8s.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.k8s.resource.ApiObjects;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1alpha1;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentReaderTest {
    private static final GraphReader READER = new GraphReader(GpuResources.STANDARD);

    @Test
    void absentReplicasAreOne() {
        Component absent = component("{}");
        Component none = component("{\"replicas\": null}");

        for (Component component : List.of(absent, none)) {
            assertThat(component.replicas()).isOne();
            assertThat(component.replicasGiven()).isFalse();
        }
        assertThat(component("{\"replicas\": 0}").replicas()).isZero();
        assertThat(component("{\"replicas\": \"3\"}").replicas()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"two\"", "-1", "2.5", "{}", "[1]", "true", "2147483647000", "2147483647"})
    void replicasThatMakeNoSenseBlockWrites(String value) {
        Parsed<Graph> read = parse("{\"replicas\": " + value + "}");

        assertThat(read.value().components().get(0).replicasGiven()).isFalse();
        assertThat(read.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("graph-field-invalid");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.BLOCKING);
            assertThat(finding.what()).startsWith("spec.components[0].replicas is ");
        });
    }

    @Test
    void aFindingNamesTheFieldTheValueAndWhatItShouldBe() {
        assertThat(parse("{\"minAvailable\": \"some\"}").findings())
                .extracting(Finding::line)
                .containsExactly(
                        "graph serving/chat: spec.components[0].minAvailable is \"some\", not a whole number from"
                                + " 0 to 1000000; correct the field; until then it reads as absent");
    }

    @ParameterizedTest(name = "{0} is {1} pods")
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 1",
                "{\"multinode\": null} | 1",
                "{\"multinode\": {}} | 2",
                "{\"multinode\": {\"nodeCount\": 4}} | 4",
                "{\"multinode\": {\"nodeCount\": \"3\"}} | 3"
            })
    void nodesOfAReplica(String component, int nodes) {
        assertThat(component(component).nodes()).isEqualTo(nodes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2", "\"two\"", "1.5"})
    void gpusAreUnknownIfTheNodesMakeNoSense(String nodeCount) {
        Parsed<Graph> read = parse("{\"multinode\": {\"nodeCount\": " + nodeCount + "}, " + gpus("limits", "4") + "}");

        assertThat(read.value().components().get(0).gpusPerPod()).isEmpty();
        assertThat(read.findings())
                .extracting(Finding::what)
                .containsExactly("Invalid multinode.nodeCount '" + nodeCount.replace("\"", "")
                        + "' for component 'decode'. nodeCount must be a positive integer.");
    }

    @ParameterizedTest(name = "limits {0}, requests {1}: {2}")
    @CsvSource({"4,2,4", "'\"8\"',2,8", "0,2,2", ",2,2", "4,,4", "0,0,", ",,", "'\" 2 \"',,2"})
    void gpusOfAPod(String limits, String requests, Integer gpus) {
        String fields = "\"limits\": {%s}, \"requests\": {%s}"
                .formatted(
                        limits == null ? "" : "\"nvidia.com/gpu\": " + limits,
                        requests == null ? "" : "\"nvidia.com/gpu\": " + requests);

        assertThat(component("{" + container("\"resources\": {" + fields + "}") + "}")
                        .gpusPerPod())
                .isEqualTo(gpus == null ? OptionalInt.empty() : OptionalInt.of(gpus));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "-1", "\"many\"", "1.5", "[]"})
    void aGpuCountThatMakesNoSenseIsUnknownEvenIfThereIsARequest(String count) {
        Parsed<Graph> read = parse("{"
                + container("\"resources\": {\"limits\": {\"nvidia.com/gpu\": " + count
                        + "}, \"requests\": {\"nvidia.com/gpu\": 2}}")
                + "}");

        assertThat(read.value().components().get(0).gpusPerPod()).isEmpty();
        assertThat(read.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("gpu-count-invalid");
            assertThat(finding.what())
                    .startsWith("Invalid GPU count '")
                    .endsWith("' for component 'decode'. GPU count must be a positive integer.");
        });
    }

    @Test
    void otherResourcesCountAsGpusIfTheyAreNamed() {
        var reader = new GraphReader(new GpuResources(List.of("nvidia.com/gpu", "amd.com/gpu", "nvidia.com/mig-*")));
        String amd = graph("{" + container("\"resources\": {\"limits\": {\"amd.com/gpu\": 2, \"cpu\": 8}}") + "}");
        String mig = graph("{"
                + container(
                        "\"resources\": {\"limits\": {\"nvidia.com/mig-1g.5gb\": 2, \"nvidia.com/mig-2g.10gb\": 1}}")
                + "}");

        assertThat(first(reader, amd).gpusPerPod()).hasValue(2);
        assertThat(first(reader, mig).gpusPerPod()).hasValue(3);
        assertThat(first(READER, amd).gpusPerPod()).isEmpty();
    }

    @Test
    void theOlderVersionNamesTheKindOfGpuBesideTheCount() {
        var reader = new GraphReader(new GpuResources(List.of("nvidia.com/gpu", "amd.com/gpu")));
        String graph = """
                {"spec": {"services": {
                  "a": {"resources": {"limits": {"gpu": "2", "gpuType": "amd.com/gpu"}}},
                  "b": {"resources": {"limits": {"gpu": "2", "gpuType": "example.com/tpu"}}},
                  "c": {"resources": {"requests": {"gpu": "3"}}},
                  "d": {"extraPodSpec": {"mainContainer": {"resources": {"limits": {"nvidia.com/gpu": "5"}}}}},
                  "e": {"resources": {"limits": {"custom": {"amd.com/gpu": "6"}}}}}}}
                """;

        assertThat(reader.read(ApiObjects.read(graph, GraphDeploymentV1alpha1.class))
                        .value()
                        .components())
                .extracting(Component::gpusPerPod)
                .containsExactly(
                        OptionalInt.of(2),
                        OptionalInt.empty(),
                        OptionalInt.of(3),
                        OptionalInt.of(5),
                        OptionalInt.of(6));
    }

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource({
        "worker,prefill,prefill",
        "worker,decode,decode",
        "Worker,,worker",
        ",decode,decode",
        "prefill,,prefill",
        "frontend,decode,frontend",
        "worker,encode,worker",
        ",,''"
    })
    void typesOfTheOlderVersion(String type, String subType, String read) {
        String fields = "\"componentType\": %s, \"subComponentType\": %s".formatted(quoted(type), quoted(subType));

        assertThat(v1alpha1("{\"spec\": {\"services\": {\"x\": {" + fields + "}}}}")
                        .components()
                        .get(0)
                        .type())
                .isEqualTo(read);
    }

    @Test
    void anAdapterOwnsReplicasWhereTheMarkIsThere() {
        assertThat(component("{\"scalingAdapter\": {}}").adapterOwned()).isTrue();
        assertThat(component("{\"scalingAdapter\": null}").adapterOwned()).isFalse();
        assertThat(component("{}").adapterOwned()).isFalse();
        // Whatever stands there: to write past an adapter is worse than to wait for one.
        assertThat(component("{\"scalingAdapter\": \"on\"}").adapterOwned()).isTrue();
        assertThat(v1alpha1("{\"spec\": {\"services\": {\"x\": {\"scalingAdapter\": {\"enabled\": false}}}}}")
                        .components()
                        .get(0)
                        .adapterOwned())
                .isFalse();
    }

    @Test
    void theModelIsReadFromArgumentsOrElseFromTheReference() {
        String arguments = container("\"args\": [\"--model\", \"org/small\"]");

        assertThat(component("{\"modelRef\": {\"name\": \"org/large\"}, " + arguments + "}")
                        .model())
                .contains("org/small");
        assertThat(component("{\"modelRef\": {\"name\": \"org/large\"}}").model())
                .contains("org/large");
        assertThat(component("{}").model()).isEmpty();
    }

    @Test
    void referencesToTheEnvironmentAreResolved() {
        String container = container(
                "\"args\": [\"--model\", \"$(ORG)/${NAME}\"], \"env\": [{\"name\": \"NAME\", \"value\": \"small\"}]");
        String graph = """
                {"spec": {"env": [{"name": "ORG", "value": "org"}, {"name": "NAME", "value": "large"}],
                 "components": [{"name": "decode", %s}]}}
                """.formatted(container);

        assertThat(v1beta1(graph).components().get(0).model()).contains("org/small");
        assertThat(v1beta1(graph.replace("\"value\": \"small\"", "\"valueFrom\": {}"))
                        .components()
                        .get(0)
                        .model())
                .isEmpty();
    }

    @Test
    void whatBringsPodsOfItsOwnIsNoticed() {
        assertThat(component("{\"experimental\": {\"gpuMemoryService\": {}}}").sidePods())
                .isTrue();
        assertThat(component("{\"experimental\": {\"checkpoint\": {\"enabled\": false}}}")
                        .sidePods())
                .isFalse();
        assertThat(component("{\"experimental\": {\"grove\": {}}}").sidePods()).isFalse();
    }

    private static Component component(String fields) {
        return parse(fields).value().components().get(0);
    }

    /** A graph with one component {@code decode} that has these fields besides its name. */
    private static Parsed<Graph> parse(String fields) {
        return READER.read(ApiObjects.read(graph(fields), GraphDeploymentV1beta1.class));
    }

    private static String graph(String fields) {
        return """
                {"metadata": {"name": "chat", "namespace": "serving"},
                 "spec": {"components": [{"name": "decode", "type": "decode"%s}]}}
                """.formatted(fields.equals("{}") ? "" : ", " + fields.substring(1, fields.length() - 1));
    }

    private static String container(String fields) {
        return "\"podTemplate\": {\"spec\": {\"containers\": [{\"name\": \"sidecar\", \"args\": [\"--model\", \"no\"]},"
                + " {\"name\": \"main\", " + fields + "}]}}";
    }

    private static String gpus(String kind, String count) {
        return container("\"resources\": {\"" + kind + "\": {\"nvidia.com/gpu\": " + count + "}}");
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    private static Component first(GraphReader reader, String graph) {
        return reader.read(ApiObjects.read(graph, GraphDeploymentV1beta1.class))
                .value()
                .components()
                .get(0);
    }

    private static Graph v1beta1(String text) {
        return READER.read(ApiObjects.read(text, GraphDeploymentV1beta1.class)).value();
    }

    private static Graph v1alpha1(String text) {
        return READER.read(ApiObjects.read(text, GraphDeploymentV1alpha1.class)).value();
    }
}
