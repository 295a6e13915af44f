package io.dynamoplanner.k8s.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** An object whose specification and status are kept as they came. */
public abstract class OpenResource extends NamedResource {
    private JsonNode spec = MissingNode.getInstance();
    private JsonNode status = MissingNode.getInstance();

    /** Missing if there is none. */
    public JsonNode getSpec() {
        return spec;
    }

    public void setSpec(@Nullable JsonNode spec) {
        this.spec = spec == null ? MissingNode.getInstance() : spec;
    }

    /** Missing if there is none. */
    public JsonNode getStatus() {
        return status;
    }

    public void setStatus(@Nullable JsonNode status) {
        this.status = status == null ? MissingNode.getInstance() : status;
    }
}
