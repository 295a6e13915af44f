package io.dynamoplanner.power.kube;

import java.util.Map;
import java.util.Objects;

/**
 * An object of the API, of which little is kept: a node has a hundred pods, and a full one is a hundred times as large.
 *
 * @param namespace empty for objects of the cluster
 * @param version that a watch goes on from
 * @param annotations those that the agent looks for
 * @param data of a config map, the keys that the agent looks for
 */
record KubeObject(
        String namespace,
        String name,
        String uid,
        String version,
        Map<String, String> annotations,
        Map<String, String> data) {
    KubeObject {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(version, "version");
        annotations = Map.copyOf(annotations);
        data = Map.copyOf(data);
    }

    /** The value of an annotation; empty text if there is none. */
    String annotation(String key) {
        return annotations.getOrDefault(key, "");
    }
}
