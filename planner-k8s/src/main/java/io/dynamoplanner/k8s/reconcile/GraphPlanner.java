package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import java.time.Instant;

/** What is done about a graph whenever it, or something of it, has changed, or it is time to look again. */
public interface GraphPlanner {
    /**
     * Looks at a graph. Called by at most one thread at a time for one graph.
     *
     * @return when to look again, unless something happens before
     */
    Instant look(GraphSnapshot seen);

    /** The graph does not exist or no longer exists. */
    void gone(GraphId graph);
}
