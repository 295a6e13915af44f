package io.dynamoplanner.k8s.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod without its specification: metadata, phase, and the conditions {@code Ready} and {@code PodScheduled}. A graph
 * may have a thousand pods, and a full one is ten times as large.
 */
@Group("")
@Version("v1")
@Kind("Pod")
@Plural("pods")
public final class PodMeta extends NamedResource {
    private static final Set<String> CONDITIONS = Set.of("Ready", "PodScheduled");

    private JsonNode status = MissingNode.getInstance();

    @Override
    public void setMetadata(@Nullable ObjectMeta metadata) {
        super.setMetadata(metadata);
        getMetadata().setManagedFields(List.of());
    }

    /** Phase and the conditions that matter. */
    public JsonNode getStatus() {
        return status;
    }

    public void setStatus(@Nullable JsonNode status) {
        if (!(status instanceof ObjectNode full)) {
            this.status = MissingNode.getInstance();
            return;
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.set("phase", full.path("phase"));
        var conditions = kept.putArray("conditions");
        for (JsonNode condition : full.path("conditions")) {
            if (CONDITIONS.contains(condition.path("type").asText())) {
                ObjectNode slim = conditions.addObject();
                for (String field : List.of("type", "status", "reason")) {
                    slim.set(field, condition.path(field));
                }
            }
        }
        this.status = kept;
    }
}
