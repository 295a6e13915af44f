package io.dynamoplanner.testing.kube;

import io.dynamoplanner.testing.Await;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The custom resource definitions of Dynamo, as resources of this package. */
final class DynamoDefinitions {
    private static final List<String> FILES = List.of(
            "dynamographdeployments.yaml", "dynamographdeploymentscalingadapters.yaml", "dynamoworkermetadatas.yaml");

    private DynamoDefinitions() {}

    /** Creates those that the server does not have, and waits until it serves all of them. */
    static void install(KubernetesClient admin) {
        List<CustomResourceDefinition> definitions =
                FILES.stream().map(DynamoDefinitions::read).toList();
        definitions.forEach(definition -> createIfAbsent(admin, definition));
        definitions.forEach(definition -> awaitServed(admin, definition));
    }

    private static CustomResourceDefinition read(String file) {
        try (InputStream yaml = DynamoDefinitions.class.getResourceAsStream(file)) {
            if (yaml == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return Serialization.unmarshal(yaml, CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createIfAbsent(KubernetesClient admin, CustomResourceDefinition definition) {
        try {
            admin.resource(definition).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
        }
    }

    /** Served means more than established: the server's own view of the definition may be a moment behind. */
    private static void awaitServed(KubernetesClient admin, CustomResourceDefinition definition) {
        for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
            String path = "/apis/%s/%s/%s?limit=1"
                    .formatted(
                            definition.getSpec().getGroup(),
                            version.getName(),
                            definition.getSpec().getNames().getPlural());
            Await.until("answer to " + path, () -> admin.raw(path) != null);
        }
    }
}
