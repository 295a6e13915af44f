package io.dynamoplanner.power.cap;

import java.util.Objects;

/**
 * A pod of this node that carries the annotation.
 *
 * @param uid of the pod in the API
 * @param requested what its annotation says
 */
public record PodCap(String uid, String namespace, String name, CapText requested) {
    public PodCap {
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(requested, "requested");
    }

    /** {@code namespace/name}. */
    public String path() {
        return namespace + "/" + name;
    }
}
