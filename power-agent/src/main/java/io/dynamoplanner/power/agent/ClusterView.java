package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.attribution.NodePods;
import io.dynamoplanner.power.cap.Emergency;
import java.util.List;
import java.util.Objects;

/**
 * What the agent knows of the cluster at one moment.
 *
 * @param stale why the pods may be others by now; empty while a watch tells of every change. While they may, nothing is
 *     written: a list that could not be read is not an empty list
 * @param uninstall whether all boards are to be given back and none is to be limited any more
 */
public record ClusterView(String stale, NodePods pods, Emergency emergency, boolean uninstall) {
    public ClusterView {
        Objects.requireNonNull(stale, "stale");
        Objects.requireNonNull(pods, "pods");
        Objects.requireNonNull(emergency, "emergency");
    }

    /** Before anything is known. */
    public static ClusterView unknown(String why) {
        return new ClusterView(why, NodePods.of(List.of()), Emergency.off(), false);
    }
}
