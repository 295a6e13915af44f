package io.dynamoplanner.app.run;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a planner makes of the objects of a graph. Remembers between looks; one instance serves one graph. */
public interface Sight {
    /** @param leads whether this process writes: only then are counts that it did not write somebody else's */
    Seen look(GraphSnapshot snapshot, Instant now, boolean leads);

    /**
     * What was made of them.
     *
     * @param view what decisions need; empty if the graph does not say which components to scale
     * @param findings what its operator should know
     */
    record Seen(Optional<View> view, List<Finding> findings) {
        public Seen {
            findings = List.copyOf(findings);
        }
    }

    /**
     * What decisions need.
     *
     * @param components the component of each managed role
     * @param fleet its replicas
     * @param gpusPerEngine GPUs of one replica, role by role; 1 where nobody can tell
     * @param scope what identifies its traffic
     */
    record View(PerRole<Component> components, Fleet fleet, PerRole<Integer> gpusPerEngine, TrafficScope scope) {}
}
