package io.dynamoplanner.app.run;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.handover.Handover;
import io.dynamoplanner.data.ledger.HandoverJson;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.state.Load;
import io.dynamoplanner.k8s.state.Save;
import io.dynamoplanner.k8s.state.StateStore;
import io.dynamoplanner.k8s.state.Stored;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handovers in the ConfigMap of each graph. */
final class ConfigMapHandovers implements HandoverStore {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigMapHandovers.class);
    private static final String KEY = "handover.json";

    private final StateStore store;
    private final Map<GraphId, Stored> last = new ConcurrentHashMap<>();

    ConfigMapHandovers(StateStore store) {
        this.store = store;
    }

    @Override
    public Loaded load(Graph graph) {
        Load load = store.load(graph);
        if (load instanceof Load.Failed failed) {
            return new Loaded.Unreadable(Finding.blocking(
                    "state-unreadable",
                    name(graph),
                    failed.why(),
                    "allow the planner to get ConfigMaps in its namespace; it is read again every few seconds"));
        }
        if (load instanceof Load.Absent absent) {
            last.put(graph.id(), absent.stored());
            return new Loaded.Nothing();
        }
        Stored stored = ((Load.Loaded) load).stored();
        last.put(graph.id(), stored);
        String text = stored.data().get(KEY);
        try {
            return text == null ? new Loaded.Nothing() : new Loaded.Found(HandoverJson.read(text));
        } catch (IllegalArgumentException e) {
            // not ours, or of a later release: nobody can go on from it, and the next save replaces it
            LOG.atWarn().addKeyValue("graph", graph.id()).log("{} is not used: {}", name(graph), e.getMessage());
            return new Loaded.Nothing();
        }
    }

    @Override
    public Optional<Finding> save(Graph graph, Handover handover) {
        Stored before = last.getOrDefault(graph.id(), Stored.NOTHING);
        Save save = store.save(graph, before, Map.of(KEY, HandoverJson.write(handover)));
        if (save instanceof Save.Saved saved) {
            last.put(graph.id(), saved.stored());
            return Optional.empty();
        }
        if (save instanceof Save.Unchanged) {
            return Optional.empty();
        }
        String why;
        if (save instanceof Save.Conflict conflict) {
            load(graph); // what is there now is what the next save lands on
            why = "somebody else has written it: " + conflict.why();
        } else if (save instanceof Save.TooLarge large) {
            why = large.bytes() + " bytes do not fit into " + large.limit();
        } else {
            why = ((Save.Failed) save).why();
        }
        return Optional.of(Finding.warning(
                "state-not-saved",
                name(graph),
                why,
                "allow the planner to create and patch ConfigMaps in its namespace; a restart in the middle of a change"
                        + " would not know of it"));
    }

    private static String name(Graph graph) {
        return "ConfigMap " + StateStore.nameFor(graph.id().name());
    }
}
