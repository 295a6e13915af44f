package io.dynamoplanner.data.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.role.Role;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A whole profile inside another JSON document: its name and, role by role, the arrays of a profile file. Every number
 * reads back equal, so that the same engine models come of it.
 */
public final class ProfileDocument {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ProfileDocument() {}

    public static ObjectNode write(EngineProfile profile) {
        ObjectNode node = JSON.objectNode().put("name", profile.name());
        profile.prefill().ifPresent(part -> node.set(Role.PREFILL.name(), arrays(ProfileParts.arrays(part))));
        profile.decode().ifPresent(part -> node.set(Role.DECODE.name(), arrays(ProfileParts.arrays(part))));
        return node;
    }

    private static ObjectNode arrays(Map<String, double[]> arrays) {
        ObjectNode node = JSON.objectNode();
        arrays.forEach((name, values) -> {
            if (name.equals(ProfileParts.MAX_KV_TOKENS)) {
                node.put(name, values[0]);
            } else {
                ArrayNode list = node.putArray(name);
                for (double value : values) {
                    list.add(value);
                }
            }
        });
        return node;
    }

    /**
     * @param document the file that holds it, for messages
     * @throws io.dynamoplanner.core.engine.ProfileException if an array is missing or wrong
     */
    public static EngineProfile read(JsonNode node, Path document) {
        return new EngineProfile(
                node.path("name").asText("profile"),
                part(node, Role.PREFILL, document, ProfileParts::prefill),
                part(node, Role.DECODE, document, ProfileParts::decode));
    }

    private static <P> Optional<P> part(JsonNode node, Role role, Path document, Function<ProfileArrays, P> parse) {
        return Optional.ofNullable(node.get(role.name()))
                .map(arrays -> parse.apply(new ProfileArrays.Json(document, arrays)));
    }
}
