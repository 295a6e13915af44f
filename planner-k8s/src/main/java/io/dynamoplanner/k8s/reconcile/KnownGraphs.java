package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What the planner has been told about which graph: it hears of a disappearance once, and never while it looks at the same
 * graph. Outlives the watches, so that a graph that vanished between two of them is noticed.
 */
final class KnownGraphs implements GraphPlanner {
    private final GraphPlanner planner;
    private final Map<GraphId, Known> graphs = new ConcurrentHashMap<>();

    KnownGraphs(GraphPlanner planner) {
        this.planner = planner;
    }

    private enum Told {
        NOTHING,
        THERE,
        GONE
    }

    /** Kept for good: whoever waits for one must not be left behind with one that counts no more. */
    private static final class Known {
        private volatile Told told = Told.NOTHING;
    }

    /** Counts a graph among those whose absence is told. */
    void expect(GraphId graph) {
        graphs.computeIfAbsent(graph, id -> new Known());
    }

    @Override
    public Instant look(GraphSnapshot seen) {
        Known known = graphs.computeIfAbsent(seen.graph().id(), id -> new Known());
        synchronized (known) {
            known.told = Told.THERE;
            return planner.look(seen);
        }
    }

    @Override
    public void gone(GraphId graph) {
        goneIf(graph, () -> true);
    }

    /** Tells it unless it has been told, or the condition no longer holds once nobody looks at the graph. */
    void goneIf(GraphId graph, BooleanSupplier condition) {
        Known known = graphs.computeIfAbsent(graph, id -> new Known());
        synchronized (known) {
            if (known.told != Told.GONE && condition.getAsBoolean()) {
                planner.gone(graph);
                known.told = Told.GONE;
            }
        }
    }

    /** Tells of every known graph that is not among these any more. */
    void goneUnless(Predicate<GraphId> there) {
        graphs.forEach((graph, known) -> {
            if (known.told != Told.GONE && !there.test(graph)) {
                goneIf(graph, () -> !there.test(graph));
            }
        });
    }

    /** Whether the last that the planner heard of it is that it is there. */
    boolean isThere(GraphId graph) {
        Known known = graphs.get(graph);
        return known != null && known.told == Told.THERE;
    }
}
