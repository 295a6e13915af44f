package io.dynamoplanner.k8s.write;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.write.ReplicaField.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What has been written and is not yet seen, and what is therefore somebody else's doing.
 *
 * <p>Caches lag behind writes. A planner that reads its old count after a write would decide on it once more, so until a
 * snapshot shows the write, the written count stands in for the one seen. A count that is neither the one known nor the one
 * written comes from another writer.
 *
 * <p>Knows only what this process has seen and written: let only the leader look, and {@link #forget} a graph when
 * leadership is taken over, or else the writes of the former leader are taken for foreign ones. Safe for use by several
 * threads, one at a time for one graph.
 */
public final class Expectations {
    private final Map<Key, Memory> memories = new ConcurrentHashMap<>();
    private final Duration patience;

    /** @param patience after which a write that does not show up is no longer expected; the default is half a minute */
    public Expectations(Duration patience) {
        this.patience = patience;
    }

    public Expectations() {
        this(Duration.ofSeconds(30));
    }

    private record Key(GraphId graph, String component) {}

    /**
     * What is known about one component.
     *
     * @param uid of the graph; another one of the same name starts afresh
     * @param count replicas accounted for: seen, or written
     */
    private record Memory(String uid, int count, Optional<Write> pending, Instant lastWrite) {}

    /**
     * A write.
     *
     * @param field what was written, with the version that the write made
     * @param certain whether it was answered; one that was not may land at any time, or never
     */
    private record Write(int from, ReplicaField field, Instant at, boolean certain) {
        int to() {
            return field.replicas();
        }

        boolean isOn(ReplicaField other) {
            return field.object().equals(other.object());
        }

        /** Whether {@code seen} is the state before this write, as opposed to one to which somebody has gone back. */
        boolean isAheadOf(ReplicaField seen) {
            return isOn(seen)
                    && seen.replicas() == from
                    && !(certain && isAtLeast(seen.resourceVersion(), field.resourceVersion()));
        }
    }

    /** As {@link #see(GraphSnapshot, List, Instant, Function)}, where nobody can tell who wrote. */
    public Sighting see(GraphSnapshot seen, List<Component> managed, Instant now) {
        return see(seen, managed, now, component -> Optional.empty());
    }

    /**
     * Takes note of a snapshot.
     *
     * @param managed the components that the planner scales
     * @param lastWriter names the last writer of the replicas of a component, asked only if they were changed by another
     *     ({@link ReplicaWriter#lastWriter} for instance)
     */
    public Sighting see(
            GraphSnapshot seen,
            List<Component> managed,
            Instant now,
            Function<Component, Optional<String>> lastWriter) {
        var desired = new HashMap<String, Integer>();
        var mayBe = new HashMap<String, Integer>();
        var findings = new ArrayList<Finding>();
        for (Component component : managed) {
            Found found = Whereabouts.of(seen, component);
            if (found instanceof Found.At at) {
                memory(seen.graph(), component)
                        .flatMap(Memory::pending)
                        .filter(write -> write.isAheadOf(at.field()))
                        .ifPresent(write -> mayBe.put(component.name(), write.to()));
                desired.put(component.name(), look(seen.graph(), component, at.field(), now, lastWriter, findings));
            } else {
                desired.put(component.name(), component.replicas());
            }
        }
        return new Sighting(desired, mayBe, findings);
    }

    private int look(
            Graph graph,
            Component component,
            ReplicaField seen,
            Instant now,
            Function<Component, Optional<String>> lastWriter,
            List<Finding> findings) {
        Key key = new Key(graph.id(), component.name());
        Memory memory = memories.get(key);
        if (memory == null || !memory.uid().equals(graph.uid())) {
            memories.put(key, new Memory(graph.uid(), seen.replicas(), Optional.empty(), Instant.MIN));
            return seen.replicas();
        }
        if (memory.pending().isPresent()) {
            Write write = memory.pending().get();
            boolean late = now.isAfter(write.at().plus(patience));
            if (seen.replicas() == write.to()) {
                // With an adapter the graph follows a moment later, if the operator runs.
                if (component.replicas() == write.to()) {
                    memories.put(key, new Memory(graph.uid(), write.to(), Optional.empty(), memory.lastWrite()));
                } else if (late) {
                    findings.add(notFollowed(graph, component, write));
                }
                return seen.replicas();
            }
            if (write.isAheadOf(seen) && (write.certain() || !late)) {
                if (late) {
                    findings.add(notObserved(graph, component, write));
                }
                return late || !write.certain() ? seen.replicas() : write.to();
            }
        }
        if (seen.replicas() != memory.count()) {
            findings.add(foreign(graph, component, memory.count(), seen.replicas(), lastWriter.apply(component)));
        }
        memories.put(key, new Memory(graph.uid(), seen.replicas(), Optional.empty(), memory.lastWrite()));
        return seen.replicas();
    }

    /** The field as it stands after what has been written to it. */
    ReplicaField ahead(Graph graph, Component component, ReplicaField seen, Instant now) {
        return memory(graph, component)
                .flatMap(Memory::pending)
                .filter(write -> write.certain()
                        && write.isAheadOf(seen)
                        && !now.isAfter(write.at().plus(patience)))
                .map(Write::field)
                .orElse(seen);
    }

    /** When the component was written last; {@link Instant#MIN} if never. */
    Instant lastWrite(Graph graph, Component component) {
        return memory(graph, component).map(Memory::lastWrite).orElse(Instant.MIN);
    }

    /** A write that was answered; {@code field} is as it stands now. */
    void wrote(Graph graph, Component component, int from, ReplicaField field, Instant at) {
        var write = new Write(from, field, at, true);
        memories.put(
                new Key(graph.id(), component.name()),
                new Memory(graph.uid(), field.replicas(), Optional.of(write), at));
    }

    /** A write of which nobody knows whether it has landed. */
    void mayHaveWritten(Graph graph, Component component, int from, ReplicaField field, Instant at) {
        var write = new Write(from, field, at, false);
        memories.put(new Key(graph.id(), component.name()), new Memory(graph.uid(), from, Optional.of(write), at));
    }

    /** Drops what is known of a graph: it is gone, or leadership was taken over. */
    public void forget(GraphId graph) {
        memories.keySet().removeIf(key -> key.graph().equals(graph));
    }

    private Optional<Memory> memory(Graph graph, Component component) {
        return Optional.ofNullable(memories.get(new Key(graph.id(), component.name())))
                .filter(memory -> memory.uid().equals(graph.uid()));
    }

    /** Whether a version is the same or a later one; false where versions cannot be compared. */
    private static boolean isAtLeast(String version, String other) {
        // Decimal numbers of growing size: the longer one is the later one.
        return version.matches("[1-9]\\d*")
                && other.matches("[1-9]\\d*")
                && (version.length() != other.length()
                        ? version.length() > other.length()
                        : version.compareTo(other) >= 0);
    }

    private static Finding notObserved(Graph graph, Component component, Write write) {
        return Finding.warning(
                "write-not-observed",
                Whereabouts.subject(graph, component),
                write.to() + " replicas were written at " + write.at() + ", and the cache still shows " + write.from(),
                "see whether the watch connection to the API server is alive");
    }

    private static Finding notFollowed(Graph graph, Component component, Write write) {
        return Finding.warning(
                "write-not-observed",
                Whereabouts.subject(graph, component),
                "its adapter has asked for " + write.to() + " replicas since " + write.at()
                        + ", and the graph still says " + component.replicas(),
                "see whether the Dynamo operator runs and what it reports; it hands the count on");
    }

    private static Finding foreign(Graph graph, Component component, int known, int count, Optional<String> writer) {
        return Finding.warning(
                "foreign-writer",
                Whereabouts.subject(graph, component),
                "replicas went from " + known + " to " + count + ", and not by the planner"
                        + writer.map(name -> " but by " + name).orElse(""),
                "let only the planner scale it, or pause the planner with the annotation dynamoplanner.io/paused");
    }
}
