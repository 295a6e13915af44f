package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of which little more than the metadata is kept: a node has a hundred pods, and a full one is ten times as large.
 *
 * <p>Without a deserializer of its own, a class like this would be read by the one that fabric8 attaches to all of its
 * interfaces, which looks up the class by kind and hands out that of its own model.
 */
@JsonIgnoreProperties(
        value = {"apiVersion", "kind"},
        allowGetters = true,
        ignoreUnknown = true)
@JsonDeserialize(using = JsonDeserializer.None.class)
abstract class Slim implements HasMetadata {
    private ObjectMeta metadata = new ObjectMeta();

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    /** Keeps what is used and drops the rest, of which labels and managed fields are the most. */
    @Override
    public void setMetadata(@Nullable ObjectMeta full) {
        var kept = new ObjectMeta();
        if (full != null) {
            kept.setName(full.getName());
            kept.setNamespace(full.getNamespace());
            kept.setUid(full.getUid());
            kept.setResourceVersion(full.getResourceVersion());
            kept.setAnnotations(full.getAnnotations() == null ? Map.of() : used(full.getAnnotations()));
            kept.setManagedFields(List.of());
        }
        metadata = kept;
    }

    private static Map<String, String> used(Map<String, String> annotations) {
        var used = new HashMap<String, String>();
        annotations.forEach((key, value) -> {
            if (Names.ANNOTATIONS.contains(key)) {
                used.put(key, value);
            }
        });
        return used;
    }

    /** Does nothing: the version belongs to the class. */
    @Override
    public void setApiVersion(String version) {}

    /** The value of an annotation; empty text if there is none. */
    String annotation(String key) {
        return metadata.getAnnotations().getOrDefault(key, "");
    }
}
