package io.dynamoplanner.k8s.write;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Reads the API server's notes on who wrote which field. */
final class FieldWriters {
    private FieldWriters() {}

    /**
     * Who wrote a field last.
     *
     * @param path keys of {@code fieldsV1} from the top
     * @return empty if the object has no notes, or none about this field; the scale of a custom resource leaves none
     */
    static Optional<String> lastOf(JsonNode object, List<String> path) {
        String manager = "";
        String latest = "";
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            JsonNode field = entry.path("fieldsV1");
            for (String key : path) {
                field = field.path(key);
            }
            // Times are written in one format and one zone, so that they sort as text.
            String time = entry.path("time").asText();
            if (!field.isMissingNode() && time.compareTo(latest) >= 0) {
                manager = entry.path("manager").asText();
                latest = time;
            }
        }
        return manager.isEmpty() ? Optional.empty() : Optional.of(manager);
    }
}
