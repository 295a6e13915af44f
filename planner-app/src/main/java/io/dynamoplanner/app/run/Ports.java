package io.dynamoplanner.app.run;

import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.lease.Leadership;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the loop of a graph needs from the world.
 *
 * @param policy how the graph is to be scaled; empty while that cannot be told
 * @param pause why an operator has paused writes to a graph; empty if not
 */
record Ports(
        InstantSource clock,
        WindowGrid grid,
        Sight sight,
        Supplier<Optional<Policy>> policy,
        TrafficFeed feed,
        Leadership leadership,
        Function<Graph, Optional<String>> pause,
        Writer writer,
        HandoverStore store,
        FindingBoard board,
        Reporter reporter) {

    /** Writes one effect. Never throws. */
    interface Writer {
        Outcome write(GraphSnapshot seen, Component component, Effect effect);

        /** Nothing is to be written any longer: what there was to say about the last write is over. */
        default void nothingToWrite(Component component) {}
    }

    /** Told of every decision: log, metrics, events, ledger. Never throws and never waits. */
    interface Reporter {
        void decided(Decision decision, Graph graph);
    }
}
