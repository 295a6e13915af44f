package io.dynamoplanner.k8s.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * An object of a namespace of which the metadata are typed. Made for reading: whatever the API server sends is taken,
 * because an informer ends for good when one object cannot be read. What it means is found out later, by readers that
 * can say what is wrong.
 *
 * <p>Without a deserializer of its own, a class like this would be read by the one that fabric8 attaches to all of its
 * interfaces. That one looks up the class by kind and would call itself, or hand out the class of the client's own model.
 */
@JsonIgnoreProperties(
        value = {"apiVersion", "kind"},
        allowGetters = true,
        ignoreUnknown = true)
@JsonDeserialize(using = JsonDeserializer.None.class)
public abstract class NamedResource implements HasMetadata, Namespaced {
    private ObjectMeta metadata = new ObjectMeta();

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    @JsonDeserialize(using = LenientMetadata.class)
    public void setMetadata(@Nullable ObjectMeta metadata) {
        this.metadata = metadata == null ? new ObjectMeta() : metadata;
    }

    /** Does nothing: the version belongs to the class. */
    @Override
    public void setApiVersion(String version) {}

    @Override
    public String toString() {
        return getKind() + " " + metadata.getNamespace() + "/" + metadata.getName() + " at "
                + metadata.getResourceVersion();
    }
}
