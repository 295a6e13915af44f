package io.dynamoplanner.power.kube;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Which objects are listed and watched.
 *
 * @param path of their kind, without a slash in front
 * @param selector of fields
 * @param whole whether more than metadata is needed
 */
record Query(String path, String selector, boolean whole) {
    private static final String METADATA_ONLY = ";as=PartialObjectMetadata";
    private static final String METADATA_LIST = ";as=PartialObjectMetadataList";
    private static final String GROUP = ";g=meta.k8s.io;v=v1";

    /**
     * Pods of a node that have not ended; one that ends is told as deleted.
     *
     * @param namespace of the pods; empty for all
     */
    static Query pods(String node, String namespace) {
        String path = namespace.isEmpty() ? "api/v1/pods" : "api/v1/namespaces/" + namespace + "/pods";
        return new Query(path, "spec.nodeName=" + node + ",status.phase!=Succeeded,status.phase!=Failed", false);
    }

    static Query node(String name) {
        return new Query("api/v1/nodes", "metadata.name=" + name, false);
    }

    static Query configMap(String namespace, String name) {
        return new Query("api/v1/namespaces/" + namespace + "/configmaps", "metadata.name=" + name, true);
    }

    /** The state of this moment: an older one, out of a cache, might lack the pod that a limited board belongs to. */
    String list() {
        return path + "?fieldSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    }

    /** All changes after a version. How long the watch lasts is left to the server. */
    String watch(String version) {
        return list() + "&watch=true&allowWatchBookmarks=true&resourceVersion="
                + URLEncoder.encode(version, StandardCharsets.UTF_8);
    }

    String acceptsList() {
        return "application/json" + (whole ? "" : METADATA_LIST + GROUP);
    }

    String acceptsEvents() {
        return "application/json" + (whole ? "" : METADATA_ONLY + GROUP);
    }
}
