package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.k8s.resource.ScalingAdapter;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a scaling adapter of either version. */
public final class AdapterReader {
    private AdapterReader() {}

    /** The adapter; empty if it does not say what it scales, or to how many. Then nothing can be written through it. */
    public static Parsed<Optional<Adapter>> read(ScalingAdapter resource) {
        var metadata = resource.getMetadata();
        String name = Objects.requireNonNullElse(metadata.getName(), "");
        var problems = new Problems(
                "adapter-field-invalid",
                "scaling adapter " + Objects.requireNonNullElse(metadata.getNamespace(), "") + "/" + name);
        Part spec = Part.of(resource.getSpec(), "spec", problems);
        Part reference = spec.child("dgdRef");
        Optional<String> graph = reference.text("name");
        Optional<String> component = reference.text("componentName").or(() -> reference.text("serviceName"));
        OptionalInt replicas = spec.count("replicas");
        if (graph.isEmpty() || component.isEmpty() || replicas.isEmpty()) {
            problems.missing(
                    "one of spec.dgdRef.name, the component in spec.dgdRef, and spec.replicas",
                    "the operator makes an adapter anew if it is deleted");
            return new Parsed<>(Optional.empty(), problems.findings());
        }
        return new Parsed<>(
                Optional.of(new Adapter(
                        name,
                        graph.get(),
                        component.get(),
                        replicas.getAsInt(),
                        Objects.requireNonNullElse(metadata.getResourceVersion(), ""),
                        resource.isMarkedForDeletion())),
                problems.findings());
    }
}
