package io.dynamoplanner.power.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the agent of a node tells, as far as the commands need it: a cluster has thousands of boards, and a whole list of them
 * does not fit into the memory that the image gives to Java.
 *
 * @param managed how many boards it has limited; empty if it does not know
 */
record NodeStatus(String node, boolean emergency, boolean uninstalling, OptionalInt managed, List<BoardStatus> boards) {
    private static final JsonFactory JSON = new JsonFactory();

    NodeStatus {
        boards = List.copyOf(boards);
    }

    /** A board; 0 watts for what is not told. */
    record BoardStatus(boolean managed, int appliedWatts, int minWatts) {}

    /** What is to be done with the field that the reader stands on, at its value. */
    private interface Field {
        void read(String name) throws IOException;
    }

    /**
     * Reads a list of the objects.
     *
     * @throws IOException if it is no list, or not a whole one
     */
    static List<NodeStatus> list(InputStream in) throws IOException {
        var all = new ArrayList<NodeStatus>();
        var seen = new ArrayList<String>();
        try (JsonParser json = JSON.createParser(in)) {
            json.nextToken();
            fields(json, field -> {
                if (field.equals("items")) {
                    seen.add(field);
                    each(json, () -> all.add(node(json)));
                } else if (field.equals("metadata")) {
                    fields(json, name -> {
                        if (name.equals("continue") && !json.getText().isEmpty()) {
                            throw new IOException("the API server has answered with a part of a list only");
                        }
                        json.skipChildren();
                    });
                } else {
                    json.skipChildren();
                }
            });
        }
        if (seen.isEmpty()) {
            throw new IOException("the API server answers with something else than a list");
        }
        return all;
    }

    private static NodeStatus node(JsonParser json) throws IOException {
        var parts = new Parts();
        fields(json, field -> {
            switch (field) {
                case "metadata" ->
                    fields(json, name -> {
                        if (name.equals("name")) {
                            parts.node = json.getValueAsString("");
                        } else {
                            json.skipChildren();
                        }
                    });
                case "status" -> fields(json, name -> parts.status(json, name));
                default -> json.skipChildren();
            }
        });
        return new NodeStatus(parts.node, parts.emergency, parts.uninstalling, parts.managed, parts.boards);
    }

    /** Fields as they come. */
    private static final class Parts {
        private final List<BoardStatus> boards = new ArrayList<>();
        private String node = "";
        private boolean emergency;
        private boolean uninstalling;
        private OptionalInt managed = OptionalInt.empty();

        void status(JsonParser json, String field) throws IOException {
            switch (field) {
                case "emergency" -> emergency = json.getValueAsBoolean();
                case "uninstalling" -> uninstalling = json.getValueAsBoolean();
                case "managed" ->
                    managed = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                            ? OptionalInt.of(json.getIntValue())
                            : OptionalInt.empty();
                case "boards" -> each(json, () -> boards.add(board(json)));
                default -> {}
            }
            json.skipChildren();
        }
    }

    private static BoardStatus board(JsonParser json) throws IOException {
        boolean[] managed = new boolean[1];
        int[] watts = new int[2];
        fields(json, field -> {
            switch (field) {
                case "managed" -> managed[0] = json.getValueAsBoolean();
                case "appliedWatts" -> watts[0] = json.getValueAsInt();
                case "minWatts" -> watts[1] = json.getValueAsInt();
                default -> json.skipChildren();
            }
        });
        return new BoardStatus(managed[0], watts[0], watts[1]);
    }

    /** The fields of an object, each at its value; none for anything else. */
    private static void fields(JsonParser json, Field each) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            each.read(name);
        }
    }

    /** Reads one element of an array. */
    private interface Element {
        void read() throws IOException;
    }

    private static void each(JsonParser json, Element element) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException("the API server answers with something else than an array");
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            element.read();
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException("an array of the API server holds something else than objects");
        }
    }
}
