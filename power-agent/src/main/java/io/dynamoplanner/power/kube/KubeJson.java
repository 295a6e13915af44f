package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dynamoplanner.power.api.ApiFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists and watches as they come in, and keeps of each object what the agent uses. */
final class KubeJson {
    /** Names of fields are not remembered: those of managed fields and labels are without number, and a watch is long. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private KubeJson() {}

    /** @param version of the list as a whole, that a watch goes on from */
    record Listing(String version, List<KubeObject> objects) {}

    /** What a watch tells. */
    enum Change {
        /** It is there, or is other than it was. */
        PRESENT,
        /** It is gone; the object is as it was at its end. */
        GONE,
        /** Nothing has changed up to the version of the object. */
        BOOKMARK
    }

    record Event(Change change, KubeObject object) {}

    static Listing list(InputStream in) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            var fields = new Fields();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ApiFailure.unreadable("the answer of the API server is no list");
            }
            fields.read(json);
            if (fields.items == null || fields.version.isEmpty()) {
                throw ApiFailure.unreadable("the answer of the API server is no list with a version");
            }
            if (!fields.more.isEmpty()) {
                // what is on the next page would be taken for gone
                throw ApiFailure.unreadable("the API server has answered with a part of a list only");
            }
            return new Listing(fields.version, fields.items);
        }
    }

    /** The events of a watch, one after the other. */
    static final class Events implements AutoCloseable {
        private final JsonParser json;

        Events(InputStream in) throws IOException {
            json = JSON.createParser(in);
        }

        /**
         * The next event; empty when the server has ended the watch. Waits for it.
         *
         * @throws ApiFailure if the event is an error
         */
        Optional<Event> next() throws IOException {
            if (json.nextToken() == null) {
                return Optional.empty();
            }
            String type = "";
            var fields = new Fields();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("type")) {
                    type = text(json);
                } else if (field.equals("object") && json.currentToken() == JsonToken.START_OBJECT) {
                    fields.read(json);
                } else {
                    json.skipChildren();
                }
            }
            Change change = switch (type) {
                case "ADDED", "MODIFIED" -> Change.PRESENT;
                case "DELETED" -> Change.GONE;
                case "BOOKMARK" -> Change.BOOKMARK;
                case "ERROR" ->
                    throw fields.code > 0
                            ? ApiFailure.refused(fields.code, fields.message, Optional.empty())
                            : ApiFailure.unreadable("a watch ends with an error without a code: " + fields.message);
                default -> throw ApiFailure.unreadable("a watch tells an event of the unknown type \"" + type + "\"");
            };
            if (fields.version.isEmpty() || (change != Change.BOOKMARK && fields.uid.isEmpty())) {
                throw ApiFailure.unreadable("a watch tells of an object without version or UID");
            }
            return Optional.of(new Event(change, fields.object()));
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }

    /** Fields of an object, a list or a status, in whatever order they come. */
    private static final class Fields {
        private String namespace = "";
        private String name = "";
        private String uid = "";
        private String version = "";
        private String message = "";
        /** Where a list goes on; empty text if it is whole. */
        private String more = "";

        private int code;
        private Map<String, String> annotations = Map.of();
        private Map<String, String> data = Map.of();
        private @Nullable List<KubeObject> items;

        KubeObject object() {
            return new KubeObject(namespace, name, uid, version, annotations, data);
        }

        /** From the opening brace to the closing one. */
        void read(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "metadata" -> readMetadata(json);
                    case "data" -> data = readTexts(json, Names.DATA);
                    case "items" -> items = readItems(json);
                    case "message" -> message = KeptText.of(text(json));
                    case "code" -> code = json.getValueAsInt();
                    default -> json.skipChildren();
                }
            }
        }

        private void readMetadata(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "namespace" -> namespace = text(json);
                    case "name" -> name = text(json);
                    case "uid" -> uid = text(json);
                    case "resourceVersion" -> version = text(json);
                    case "continue" -> more = text(json);
                    case "annotations" -> annotations = readTexts(json, Names.ANNOTATIONS);
                    default -> json.skipChildren();
                }
            }
        }

        private static Map<String, String> readTexts(JsonParser json, Set<String> wanted) throws IOException {
            var texts = new HashMap<String, String>();
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                return texts;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING && wanted.contains(key)) {
                    texts.put(key, KeptText.of(text(json)));
                } else {
                    json.skipChildren();
                }
            }
            return texts;
        }

        private static List<KubeObject> readItems(JsonParser json) throws IOException {
            var objects = new ArrayList<KubeObject>();
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return objects;
            }
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw ApiFailure.unreadable("the items of a list are no array");
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                var fields = new Fields();
                fields.read(json);
                if (fields.uid.isEmpty()) {
                    throw ApiFailure.unreadable("a list holds an object without UID");
                }
                objects.add(fields.object());
            }
            if (json.currentToken() != JsonToken.END_ARRAY) {
                throw ApiFailure.unreadable("the items of a list are not all objects");
            }
            return objects;
        }
    }

    private static String text(JsonParser json) throws IOException {
        String text = json.getValueAsString();
        return text == null ? "" : text;
    }
}
