package io.dynamoplanner.k8s.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Informers of a client that was built with the serialization of the planner. */
@EnableKubernetesMockClient(crud = true)
class InformerTest {
    private static final ResourceDefinitionContext GRAPHS = new ResourceDefinitionContext.Builder()
            .withGroup("nvidia.com")
            .withVersion("v1beta1")
            .withKind("DynamoGraphDeployment")
            .withPlural("dynamographdeployments")
            .withNamespaced(true)
            .build();

    @SuppressWarnings("NullAway.Init") // set by the extension
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient planner;

    @BeforeEach
    void build() {
        planner = new KubernetesClientBuilder()
                .withConfig(client.getConfiguration())
                .withKubernetesSerialization(PlannerKinds.serialization())
                .build();
    }

    @AfterEach
    void close() {
        planner.close();
    }

    @Test
    void anObjectThatMakesNoSenseDoesNotEndAnInformer() throws InterruptedException {
        write(graph("before", Map.of("components", "none")));
        var seen = new Seen<GraphDeploymentV1beta1>();
        try (var informer = planner.resources(GraphDeploymentV1beta1.class)
                .inNamespace("ns")
                .inform(seen)) {
            assertThat(seen.next()).isEqualTo("before");

            write(graph("during", List.of(1, "two")));
            assertThat(seen.next()).isEqualTo("during");
            write(graph("after", Map.of("components", List.of(Map.of("replicas", "three")))));

            assertThat(seen.next()).isEqualTo("after");
            assertThat(informer.isWatching()).isTrue();
        }
    }

    @Test
    void podsComeWithoutTheirSpecification() throws InterruptedException {
        var seen = new Seen<PodMeta>();
        try (var informer = planner.resources(PodMeta.class)
                .inNamespace("ns")
                .withLabel("graph", "chat")
                .inform(seen)) {
            client.pods()
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withName("p")
                            .withNamespace("ns")
                            .addToLabels("graph", "chat")
                            .endMetadata()
                            .withNewSpec()
                            .withNodeName("node-1")
                            .endSpec()
                            .withNewStatus()
                            .withPhase("Running")
                            .endStatus()
                            .build())
                    .create();

            assertThat(seen.next()).isEqualTo("p");
            assertThat(informer.getStore().list())
                    .singleElement()
                    .satisfies(pod ->
                            assertThat(pod.getStatus().path("phase").asText()).isEqualTo("Running"));
        }
    }

    private void write(GenericKubernetesResource resource) {
        client.genericKubernetesResources(GRAPHS)
                .inNamespace("ns")
                .resource(resource)
                .create();
    }

    private static GenericKubernetesResource graph(String name, Object spec) {
        var graph = new GenericKubernetesResource();
        graph.setApiVersion("nvidia.com/v1beta1");
        graph.setKind("DynamoGraphDeployment");
        graph.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace("ns").build());
        graph.setAdditionalProperty("spec", spec);
        return graph;
    }

    /** Names of the objects that an informer has added. */
    private static final class Seen<T extends NamedResource> implements ResourceEventHandler<T> {
        private final BlockingQueue<String> names = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            String name = names.poll(30, TimeUnit.SECONDS);
            return name == null ? "nothing came" : name;
        }

        @Override
        public void onAdd(T added) {
            names.add(added.getMetadata().getName());
        }

        @Override
        public void onUpdate(T before, T after) {}

        @Override
        public void onDelete(T deleted, boolean unknown) {}
    }
}
