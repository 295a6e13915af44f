package io.dynamoplanner.k8s.pause;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.call.Answer;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.call.Call;
import io.dynamoplanner.k8s.call.Target;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * An annotation on a graph by which an operator keeps the planner from writing to it. Its value is the reason, for whoever
 * finds the graph standing still. It belongs to the graph, so it outlasts restarts and holds for every planner.
 */
public final class Pause {
    public static final String ANNOTATION = "dynamoplanner.io/paused";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Pause() {}

    /**
     * Why a graph is paused; empty if it is not. An annotation without a value pauses as well; one that says {@code false}
     * does not, because nobody who writes that wants to pause.
     */
    public static Optional<String> of(Graph graph) {
        return Optional.ofNullable(graph.annotations().get(ANNOTATION))
                .map(String::strip)
                .filter(reason -> !isNegation(reason))
                .map(reason -> reason.isEmpty() ? "no reason given" : reason);
    }

    /** Pauses a graph; a reason that is there already is replaced. */
    public static Outcome pause(ApiServer server, GraphId graph, GraphApi api, String reason) {
        String text = reason.strip();
        if (isNegation(text)) {
            return new Outcome.Rejected("the reason \"" + reason + "\" would read as not paused; give another one");
        }
        return annotate(server, graph, api, Optional.of(text));
    }

    /** Lets the planner write again. A graph that is not paused stays as it is. */
    public static Outcome resume(ApiServer server, GraphId graph, GraphApi api) {
        return annotate(server, graph, api, Optional.empty());
    }

    private static Outcome annotate(ApiServer server, GraphId graph, GraphApi api, Optional<String> value) {
        Target object =
                Target.object(GraphApi.GROUP, api.version(), graph.namespace(), "dynamographdeployments", graph.name());
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        // A null removes the key in a merge patch.
        patch.putObject("metadata").putObject("annotations").put(ANNOTATION, value.orElse(null));
        Answer answer = server.send(Call.mergePatch(object, patch), TIMEOUT);
        if (answer instanceof Answer.Done) {
            return new Outcome.Applied();
        }
        String remedy = answer instanceof Answer.Refused refused && refused.lacksRight()
                ? "; your account needs the rule " + refused.rule()
                : "";
        return new Outcome.Failed(answer.line() + remedy);
    }

    private static boolean isNegation(String reason) {
        return reason.toLowerCase(Locale.ROOT).equals("false");
    }
}
