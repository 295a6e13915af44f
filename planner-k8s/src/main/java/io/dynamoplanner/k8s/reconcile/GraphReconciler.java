package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.GraphReader;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.graph.Parsed;
import io.dynamoplanner.k8s.resource.GraphDeployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one path on which a graph is looked at. Writes nothing: neither a status nor a finalizer.
 *
 * @param <P> the version of the graphs
 */
final class GraphReconciler<P extends GraphDeployment> implements Reconciler<P> {
    /** Timers count milliseconds from now and overflow; looking this often costs nothing. */
    private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(1);

    private final KnownGraphs known;
    private final GraphReader reader;
    private final InstantSource clock;
    private final PartsOf<P> partsOf;
    private final Map<GraphId, List<Finding>> unread = new ConcurrentHashMap<>();

    private @Nullable Sources<P> sources;

    /** Makes the sources of what belongs to graphs, once the framework has made that of the graphs. */
    interface PartsOf<P extends GraphDeployment> {
        GraphParts<P> make(KubernetesClient client, IndexerResourceCache<P> graphs, Runnable listedAnew);
    }

    private record Sources<P extends GraphDeployment>(
            IndexerResourceCache<P> graphs, WakeSource<P> wake, GraphParts<P> parts, SnapshotReader<P> snapshots) {}

    GraphReconciler(KnownGraphs known, GraphReader reader, InstantSource clock, PartsOf<P> partsOf) {
        this.known = known;
        this.reader = reader;
        this.clock = clock;
        this.partsOf = partsOf;
    }

    @Override
    public List<EventSource<?, P>> prepareEventSources(EventSourceContext<P> context) {
        IndexerResourceCache<P> graphs = context.getPrimaryCache();
        var wake = new WakeSource<>(graphs);
        GraphParts<P> parts = partsOf.make(context.getClient(), graphs, wake::wakeAll);
        sources = new Sources<>(graphs, wake, parts, new SnapshotReader<>(reader, parts));
        var all = new ArrayList<EventSource<?, P>>(parts.eventSources());
        all.add(wake);
        return all;
    }

    @Override
    public UpdateControl<P> reconcile(P resource, Context<P> context) {
        GraphId id = id(ResourceID.fromResource(resource));
        try {
            if (context.isPrimaryResourceDeleted()) {
                unread.remove(id);
                known.gone(id);
                return UpdateControl.noUpdate();
            }
            Parsed<GraphSnapshot> seen = sources().snapshots().read(resource);
            unread.put(id, seen.findings());
            Instant next = known.look(seen.value());
            return UpdateControl.<P>noUpdate().rescheduleAfter(sleepUntil(next));
        } catch (StackOverflowError | LinkageError | AssertionError e) {
            // The framework tries again after exceptions only. After an error it would never look at this graph again.
            throw new IllegalStateException("look at " + id + " failed: " + e, e);
        }
    }

    private Duration sleepUntil(Instant next) {
        Instant now = clock.instant();
        if (next.isAfter(now.plus(LONGEST_SLEEP))) {
            return LONGEST_SLEEP;
        }
        return next.isAfter(now.plus(SHORTEST_SLEEP)) ? Duration.between(now, next) : SHORTEST_SLEEP;
    }

    void wake(GraphId graph) {
        sources().wake().wake(new ResourceID(graph.name(), graph.namespace()));
    }

    void wakeAll() {
        sources().wake().wakeAll();
    }

    /** Ends the watches of what belongs to graphs. */
    void stop() {
        sources().parts().eventSources().forEach(EventSource::stop);
    }

    /** The graphs in the cache. */
    Stream<GraphId> cached() {
        return sources().graphs().keys().map(GraphReconciler::id);
    }

    boolean isCached(GraphId graph) {
        return sources()
                .graphs()
                .get(new ResourceID(graph.name(), graph.namespace()))
                .isPresent();
    }

    /** What cannot be watched, and what in the objects does not read as it should. */
    List<Finding> findings() {
        return Stream.concat(
                        sources().parts().findings().stream(),
                        unread.values().stream().flatMap(List::stream))
                .toList();
    }

    private Sources<P> sources() {
        if (sources == null) {
            throw new IllegalStateException("not registered yet");
        }
        return sources;
    }

    private static GraphId id(ResourceID id) {
        return new GraphId(id.getNamespace().orElse(""), id.getName());
    }
}
