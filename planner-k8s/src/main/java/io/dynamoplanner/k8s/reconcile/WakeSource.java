package io.dynamoplanner.k8s.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;

/**
 * Has graphs looked at because something outside of the cluster wants it.
 *
 * <p>It says that the graph itself has changed. Of a plain event the framework takes no notice if it has lost sight of the
 * graph, which happens when one is deleted and made anew in the same moment.
 */
final class WakeSource<P extends HasMetadata> extends AbstractEventSource<Void, P> {
    private final Cache<P> graphs;

    WakeSource(Cache<P> graphs) {
        super(Void.class, "wake");
        this.graphs = graphs;
    }

    /** Nothing happens if there is no such graph. */
    void wake(ResourceID id) {
        if (isRunning()) {
            graphs.get(id)
                    .ifPresent(graph ->
                            getEventHandler().handleEvent(new ResourceEvent(ResourceAction.UPDATED, id, graph)));
        }
    }

    void wakeAll() {
        if (isRunning()) {
            graphs.keys().forEach(this::wake);
        }
    }

    @Override
    public Set<Void> getSecondaryResources(P graph) {
        return Set.of();
    }
}
