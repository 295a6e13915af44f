package io.dynamoplanner.core.traffic;

import io.dynamoplanner.core.graph.GraphId;
import java.util.List;
import java.util.Map;

/**
 * Where the traffic of graphs is read from. Asks for many graphs at once, so that their number does not decide the number
 * of queries.
 */
public interface TrafficSource {
    /**
     * The windows of a span, oldest first, for each of the graphs. Never throws: what cannot be read is an unknown
     * reading that says why.
     */
    Map<GraphId, List<TrafficWindow>> read(List<TrafficScope> graphs, WindowSpan span);
}
