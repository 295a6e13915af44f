package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.GraphReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Has a {@link GraphPlanner} look at graphs whenever something of them has changed, or it is time to, or it is woken.
 *
 * <p>It watches graphs, their scaling adapters, their pods and what their workers say about themselves; nothing is asked for
 * while nothing changes. Whatever goes wrong is a finding and is tried again: a server that does not answer, a kind that
 * does not exist yet, a right that is missing, a planner that throws. It never ends by itself, and never ends the process.
 */
public final class GraphController implements AutoCloseable {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final Supervisor supervisor;
    private final Thread thread;

    /**
     * Nothing happens before {@link #start}.
     *
     * @param client made by {@link io.dynamoplanner.k8s.client.KubernetesClients}, so that watches hand out what the reader
     *     reads; stays with the caller, who closes it after this
     */
    public GraphController(
            KubernetesClient client,
            ControllerSettings settings,
            GraphReader reader,
            GraphPlanner planner,
            InstantSource clock) {
        supervisor = new Supervisor(client, settings, reader, new KnownGraphs(planner), clock);
        thread = new Thread(supervisor, "graph-controller");
        thread.setDaemon(true);
    }

    /** Starts to watch; returns at once. To be called once. */
    public void start() {
        thread.start();
    }

    /** Has a graph looked at soon. Nothing happens if there is no such graph. */
    public void wake(GraphId graph) {
        supervisor.current().ifPresent(run -> run.graphs().wake(graph));
    }

    /** Has all graphs looked at soon. */
    public void wakeAll() {
        supervisor.current().ifPresent(run -> run.graphs().wakeAll());
    }

    /** Whether the graphs are known as they are, give or take the renewal of a watch. */
    public boolean isWatching() {
        return supervisor.isWatching();
    }

    /** The state of the watches, and what in the objects does not read as it should; as of the last check. */
    public List<Finding> findings() {
        return supervisor.findings();
    }

    /** Waits for looks that are under way, a few seconds at most. */
    @Override
    public void close() {
        supervisor.close();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
