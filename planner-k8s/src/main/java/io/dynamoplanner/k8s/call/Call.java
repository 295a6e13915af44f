package io.dynamoplanner.k8s.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;

/**
 * One request.
 *
 * @param contentType media type of the body; empty if there is none
 */
public record Call(Verb verb, Target target, String contentType, Optional<JsonNode> body) {
    /** Under which the API server remembers which fields this product has written. */
    public static final String FIELD_MANAGER = "dynamo-planner";

    public Call {
        Objects.requireNonNull(verb, "verb");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(body, "body");
    }

    /** What is done, in the words of access rules. */
    public enum Verb {
        GET("get", "GET"),
        CREATE("create", "POST"),
        PATCH("patch", "PATCH");

        private final String rule;
        private final String method;

        Verb(String rule, String method) {
            this.rule = rule;
            this.method = method;
        }

        /** As access rules spell it. */
        public String rule() {
            return rule;
        }

        String method() {
            return method;
        }
    }

    public static Call get(Target object) {
        return new Call(Verb.GET, object, "", Optional.empty());
    }

    public static Call create(Target collection, JsonNode object) {
        return new Call(Verb.CREATE, collection, "application/json", Optional.of(object));
    }

    /** A merge patch: what it names is replaced, what it gives as null is removed. */
    public static Call mergePatch(Target object, JsonNode patch) {
        return new Call(Verb.PATCH, object, "application/merge-patch+json", Optional.of(patch));
    }

    /** A JSON patch: a list of operations, carried out all or none. */
    public static Call jsonPatch(Target object, JsonNode operations) {
        return new Call(Verb.PATCH, object, "application/json-patch+json", Optional.of(operations));
    }

    String path() {
        return verb == Verb.GET ? target.path() : target.path() + "?fieldManager=" + FIELD_MANAGER;
    }

    /** For people: {@code patch deployments/scale serving/chat}. */
    @Override
    public String toString() {
        return verb.rule() + " " + target;
    }
}
