package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.testing.Await;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Remembers what it was told, and answers as a test wants; if nothing is said, that there is no hurry. */
final class RecordingPlanner implements GraphPlanner {
    private final List<GraphSnapshot> looks = new CopyOnWriteArrayList<>();
    private final List<GraphId> gone = new CopyOnWriteArrayList<>();
    private final Map<GraphId, AtomicInteger> inside = new ConcurrentHashMap<>();
    private volatile boolean overlapped;
    private volatile Function<GraphSnapshot, Instant> answer = seen -> Instant.MAX;

    void answering(Function<GraphSnapshot, Instant> next) {
        answer = next;
    }

    @Override
    public Instant look(GraphSnapshot seen) {
        return alone(seen.graph().id(), () -> {
            looks.add(seen);
            return answer.apply(seen);
        });
    }

    @Override
    public void gone(GraphId graph) {
        alone(graph, () -> gone.add(graph));
    }

    private <T> T alone(GraphId graph, Supplier<T> action) {
        AtomicInteger here = inside.computeIfAbsent(graph, id -> new AtomicInteger());
        if (here.incrementAndGet() > 1) {
            overlapped = true;
        }
        try {
            return action.get();
        } finally {
            here.decrementAndGet();
        }
    }

    /** Whether a graph was ever looked at by two threads at a time. */
    boolean hasOverlapped() {
        return overlapped;
    }

    List<GraphSnapshot> looks(GraphId graph) {
        return looks.stream().filter(seen -> seen.graph().id().equals(graph)).toList();
    }

    List<GraphId> gone() {
        return List.copyOf(gone);
    }

    /** Waits until the last look at a graph was like this. */
    GraphSnapshot awaitLook(GraphId graph, String what, Predicate<GraphSnapshot> wanted) {
        Await.until("look at " + graph + " with " + what, () -> {
            List<GraphSnapshot> so = looks(graph);
            return !so.isEmpty() && wanted.test(so.get(so.size() - 1));
        });
        List<GraphSnapshot> so = looks(graph);
        return so.get(so.size() - 1);
    }

    /** Waits for more looks than there were. */
    void awaitLookAfter(GraphId graph, int count) {
        Await.until("look at " + graph + " after " + count, () -> looks(graph).size() > count);
    }

    void awaitGone(GraphId graph, int times) {
        Await.until("end of " + graph, () -> gone.stream().filter(graph::equals).count() >= times);
    }
}
