package io.dynamoplanner.power.attribution;

import io.dynamoplanner.power.cap.PodCap;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pods of this node that carry the annotation, found by UID, by the hash of a static manifest, or by name.
 *
 * @param byUid under the UID, and under the hash where there is one
 * @param byName under {@code namespace/name}
 */
public record NodePods(Map<String, PodCap> byUid, Map<String, PodCap> byName) {
    public NodePods {
        byUid = Map.copyOf(byUid);
        byName = Map.copyOf(byName);
    }

    /**
     * A pod and the names under which its processes may run.
     *
     * @param manifestHash of a static pod; empty otherwise
     */
    public record Entry(PodCap pod, String manifestHash) {}

    public static NodePods of(Collection<Entry> entries) {
        var byUid = new HashMap<String, PodCap>();
        var byName = new LinkedHashMap<String, PodCap>();
        for (Entry entry : entries) {
            byUid.put(entry.pod.uid(), entry.pod);
            byName.put(entry.pod.path(), entry.pod);
            if (!entry.manifestHash.isEmpty()) {
                byUid.put(entry.manifestHash, entry.pod);
            }
        }
        return new NodePods(byUid, byName);
    }

    /** Each pod once. */
    public Collection<PodCap> all() {
        return byName.values();
    }

    Optional<PodCap> withUid(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }
}
