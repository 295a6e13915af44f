package io.dynamoplanner.k8s.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dynamoplanner.k8s.resource.WorkerMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads the model cards that a worker has written. Those of adapters (LoRA) are left out: they are no engines. */
public final class CardReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CardReader() {}

    public static Parsed<List<ModelCard>> read(WorkerMetadata resource) {
        ObjectMeta metadata = resource.getMetadata();
        String name = Objects.requireNonNullElse(metadata.getName(), "");
        var problems = new Problems(
                "card-field-invalid",
                "worker metadata " + Objects.requireNonNullElse(metadata.getNamespace(), "") + "/" + name);
        String pod = pod(metadata, name);
        Part spec = Part.of(resource.getSpec(), "spec", problems);
        Part data = Part.of(parsed(spec.raw("data")), "spec.data", problems);
        List<ModelCard> cards = data.child("model_cards").entries().values().stream()
                .filter(wrapper -> wrapper.text("type").equals(Optional.of("Model"))
                        && wrapper.text("model_suffix").isEmpty())
                .map(wrapper -> card(pod, wrapper))
                .toList();
        return new Parsed<>(cards, problems.findings());
    }

    private static ModelCard card(String pod, Part wrapper) {
        Part card = Part.of(parsed(wrapper.raw("card_json")), wrapper.path("card_json"), wrapper.problems());
        Part runtime = card.child("runtime_config");
        return new ModelCard(
                pod,
                wrapper.text("namespace").orElse(""),
                wrapper.text("component").orElse(""),
                wrapper.text("endpoint").orElse(""),
                card.text("worker_type").orElse("").equalsIgnoreCase("prefill"),
                card.text("display_name"),
                firstKnown(
                        runtime.number("context_length"),
                        card.number("context_length"),
                        card.number("architectural_max_context_length")),
                firstKnown(runtime.number("total_kv_blocks")),
                firstKnown(card.number("kv_cache_block_size")));
    }

    /** Workers write 0 for what they do not know. */
    private static OptionalLong firstKnown(OptionalLong... values) {
        return Stream.of(values)
                .filter(value -> value.orElse(0) > 0)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** The name of the object is that of the pod, except where a pod has several workers. */
    private static String pod(ObjectMeta metadata, String name) {
        List<OwnerReference> owners = Objects.requireNonNullElse(metadata.getOwnerReferences(), List.of());
        return owners.stream()
                .filter(owner -> owner != null && "Pod".equals(owner.getKind()) && owner.getName() != null)
                .map(OwnerReference::getName)
                .findFirst()
                .orElse(name);
    }

    /** Some workers write JSON as text. */
    private static JsonNode parsed(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        try {
            JsonNode parsed = JSON.readTree(value.textValue());
            return parsed.isMissingNode() || parsed.isNull() ? MissingNode.getInstance() : parsed;
        } catch (JsonProcessingException e) {
            return value;
        }
    }
}
