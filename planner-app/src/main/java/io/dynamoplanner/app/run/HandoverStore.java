package io.dynamoplanner.app.run;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.handover.Handover;
import io.dynamoplanner.k8s.graph.Graph;
import java.util.Optional;

/** Where what the next leader has to know outlives this process. */
public interface HandoverStore {
    Loaded load(Graph graph);

    /** Returns what went wrong, if something did. */
    Optional<Finding> save(Graph graph, Handover handover);

    /** What was found. */
    sealed interface Loaded {
        record Found(Handover handover) implements Loaded {}

        record Nothing() implements Loaded {}

        /** It may be there and cannot be read now: going on without it would forget what was begun. */
        record Unreadable(Finding finding) implements Loaded {}
    }
}
