package io.dynamoplanner.k8s.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.k8s.call.Answer;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.call.Call;
import io.dynamoplanner.k8s.call.Target;
import io.dynamoplanner.k8s.graph.Graph;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Keeps the state of each graph in a ConfigMap beside it, which goes when the graph goes.
 *
 * <p>Holds nothing itself: whoever loads keeps what was {@link Stored} and hands it back to save. A save lands only on top
 * of what was loaded, so that of two processes that both believe to lead, one is told.
 */
public final class StateStore {
    /** The API server accepts a mebibyte of values; keys are counted here as well. */
    static final long LIMIT = 1024 * 1024;

    private static final String PREFIX = "dynamo-planner-";
    private static final int LONGEST_NAME = 253;
    private static final int HASH_BYTES = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ApiServer server;

    public StateStore(ApiServer server) {
        this.server = server;
    }

    /** Name of the ConfigMap: that of the graph with a prefix; the end of a name that is too long becomes a hash of it. */
    public static String nameFor(String graph) {
        String name = PREFIX + graph;
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        String hash = HexFormat.of().formatHex(sha256(graph), 0, HASH_BYTES);
        return name.substring(0, LONGEST_NAME - hash.length() - 1) + "-" + hash;
    }

    /** Reads the state of a graph. Never throws. */
    public Load load(Graph graph) {
        Answer answer = server.send(Call.get(object(graph)), TIMEOUT);
        if (answer instanceof Answer.Done done) {
            boolean current = belongsTo(graph, done.object());
            var stored = new Stored(dataOf(done.object()), done.resourceVersion(), current);
            return current ? new Load.Loaded(stored) : new Load.Absent(stored);
        }
        if (answer instanceof Answer.Refused refused && refused.code() == 404) {
            return new Load.Absent(Stored.NOTHING);
        }
        return new Load.Failed(explained(answer));
    }

    /**
     * Writes the state of a graph if it differs from what is stored. Never throws.
     *
     * @param before what was loaded, or saved last
     * @param data the whole state; a key that is not in it is removed
     */
    public Save save(Graph graph, Stored before, Map<String, String> data) {
        boolean exists = !before.resourceVersion().isEmpty();
        if (exists && before.current() && before.data().equals(data)) {
            return new Save.Unchanged();
        }
        long bytes = bytesOf(data);
        if (bytes > LIMIT) {
            return new Save.TooLarge(bytes, LIMIT);
        }
        Answer answer = server.send(exists ? update(graph, before, data) : creation(graph, data), TIMEOUT);
        if (answer instanceof Answer.Done done) {
            return new Save.Saved(new Stored(data, done.resourceVersion(), true));
        }
        if (answer instanceof Answer.Refused refused) {
            boolean deleted = exists && refused.code() == 404;
            if (deleted || refused.code() == 409) {
                return new Save.Conflict(refused.line());
            }
        }
        return new Save.Failed(explained(answer));
    }

    private static Call creation(Graph graph, Map<String, String> data) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        map.put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = map.putObject("metadata");
        metadata.put("name", nameFor(graph.id().name()))
                .put("namespace", graph.id().namespace());
        metadata.putObject("labels").put("app.kubernetes.io/managed-by", Call.FIELD_MANAGER);
        own(metadata, graph);
        ObjectNode entries = map.putObject("data");
        data.forEach(entries::put);
        return Call.create(Target.collection("", "v1", graph.id().namespace(), "configmaps"), map);
    }

    private static Call update(Graph graph, Stored before, Map<String, String> data) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", before.resourceVersion());
        own(metadata, graph);
        ObjectNode entries = patch.putObject("data");
        before.data().keySet().forEach(entries::putNull);
        data.forEach(entries::put);
        return Call.mergePatch(object(graph), patch);
    }

    /** Makes the graph the owner. It is not made to wait for its state when it is deleted: that would take a right more. */
    private static void own(ObjectNode metadata, Graph graph) {
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", graph.api().apiVersion())
                .put("kind", "DynamoGraphDeployment")
                .put("name", graph.id().name())
                .put("uid", graph.uid());
    }

    private static boolean belongsTo(Graph graph, JsonNode object) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("uid").asText().equals(graph.uid())) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> dataOf(JsonNode object) {
        var data = new HashMap<String, String>();
        object.path("data")
                .properties()
                .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
        return data;
    }

    private static Target object(Graph graph) {
        return Target.object(
                "",
                "v1",
                graph.id().namespace(),
                "configmaps",
                nameFor(graph.id().name()));
    }

    private static String explained(Answer answer) {
        return answer instanceof Answer.Refused refused && refused.lacksRight()
                ? refused.line() + "; add to the role of the planner: " + refused.rule()
                : answer.line();
    }

    private static long bytesOf(Map<String, String> data) {
        return data.entrySet().stream()
                .mapToLong(entry -> (long) utf8(entry.getKey()) + utf8(entry.getValue()))
                .sum();
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
