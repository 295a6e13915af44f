package io.dynamoplanner.metrics.prometheus;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What tells the series of one graph from all others: each of some labels has to match.
 *
 * @param way which labels, and why they can be trusted
 * @param matches keys with the same way have the same labels in the same order, so that one query asks for many graphs
 */
record SeriesKey(Way way, List<Match> matches) {
    SeriesKey {
        matches = List.copyOf(matches);
    }

    /**
     * A label and the values that it may have.
     *
     * @param regex matches whole values; a label that is missing has the value ""
     */
    record Match(String label, Pattern regex) {
        static Match of(String label, String regex) {
            return new Match(label, Pattern.compile(regex));
        }

        static Match literal(String label, String value) {
            return of(label, Promql.literal(value));
        }
    }

    boolean owns(Map<String, String> labels) {
        return matches.stream()
                .allMatch(m ->
                        m.regex().matcher(labels.getOrDefault(m.label(), "")).matches());
    }

    /** The labels and values, as a selector shows them. */
    String shown() {
        return String.join(
                ", ",
                matches.stream()
                        .map(m -> m.label() + "=~\"" + m.regex().pattern() + "\"")
                        .toList());
    }

    /** How the series of a graph are told from others. */
    enum Way {
        /** The configured label holds the Dynamo namespace: what the scrape configuration should do. */
        NAMESPACE_LABEL,
        /** The label of the pod that holds the Dynamo namespace was copied to the target. */
        COPIED_NAMESPACE,
        /** The label of the pod that names the graph was copied to the target. */
        COPIED_GRAPH,
        /** Names of pods as the operator makes them. */
        POD,
        /** The service of the frontend. */
        SERVICE,
        /** A scrape job named after the frontend. */
        JOB,
        /** Nothing on the series; there is one Dynamo namespace only. */
        ONLY_ONE,
        /** Routers say their namespace themselves. */
        ROUTER,
        /** Workers say their namespace, component and endpoint themselves. */
        WORKER
    }
}
