package io.dynamoplanner.k8s.state;

import java.util.Map;
import java.util.Objects;

/**
 * State as the API server holds it.
 *
 * @param data texts by key
 * @param resourceVersion of the object that holds it; empty if there is none
 * @param current whether the object belongs to the graph as it is now, not to one of the same name that was deleted
 */
public record Stored(Map<String, String> data, String resourceVersion, boolean current) {
    /** Nothing is stored, and there is no object. */
    public static final Stored NOTHING = new Stored(Map.of(), "", true);

    public Stored {
        data = Map.copyOf(data);
        Objects.requireNonNull(resourceVersion, "resourceVersion");
    }
}
