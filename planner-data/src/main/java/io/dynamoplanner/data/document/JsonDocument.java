package io.dynamoplanner.data.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text to {@link SourceNode}s, token by token, so that numbers keep their text and values their lines. */
final class JsonDocument {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DocumentReader.MAX_DEPTH)
                    .maxNumberLength(400)
                    .build())
            .build();
    private static final String FIX_SYNTAX = "correct the JSON at this line";

    private final String source;

    JsonDocument(String source) {
        this.source = source;
    }

    SourceNode parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new DocumentException(SourcePosition.of(source), "is empty", "write at least {} into it");
            }
            SourceNode root = convert(parser, first);
            if (parser.nextToken() != null) {
                throw new DocumentException(
                        position(parser.currentTokenLocation()), "has text after its end", FIX_SYNTAX);
            }
            return root;
        } catch (JsonProcessingException broken) {
            JsonLocation location = broken.getLocation();
            SourcePosition at = location == null ? SourcePosition.of(source) : position(location);
            throw new DocumentException(at, "not valid JSON: " + reason(broken.getOriginalMessage()), FIX_SYNTAX);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    private SourceNode convert(JsonParser parser, JsonToken token) throws IOException {
        SourcePosition at = position(parser.currentTokenLocation());
        return switch (token) {
            case START_OBJECT -> mapping(parser, at);
            case START_ARRAY -> {
                List<SourceNode> items = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(convert(parser, next));
                }
                yield new SourceNode.Sequence(items, at);
            }
            case VALUE_STRING -> new SourceNode.Scalar(SourceNode.Kind.TEXT, parser.getText(), at);
            case VALUE_NUMBER_INT -> new SourceNode.Scalar(SourceNode.Kind.INTEGER, parser.getText(), at);
            case VALUE_NUMBER_FLOAT -> new SourceNode.Scalar(SourceNode.Kind.DECIMAL, parser.getText(), at);
            case VALUE_TRUE, VALUE_FALSE -> new SourceNode.Scalar(SourceNode.Kind.BOOLEAN, parser.getText(), at);
            case VALUE_NULL -> new SourceNode.Scalar(SourceNode.Kind.NULL, "null", at);
            default -> throw new DocumentException(at, "not valid JSON", FIX_SYNTAX);
        };
    }

    private SourceNode.Mapping mapping(JsonParser parser, SourcePosition at) throws IOException {
        Map<String, SourceNode.Entry> entries = new LinkedHashMap<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_OBJECT; next = parser.nextToken()) {
            String key = parser.currentName();
            SourcePosition keyAt = position(parser.currentTokenLocation());
            SourceNode value = convert(parser, parser.nextToken());
            SourceNode.Entry before = entries.putIfAbsent(key, new SourceNode.Entry(key, keyAt, value));
            if (before != null) {
                throw YamlDocument.duplicate(key, before.position(), keyAt);
            }
        }
        return new SourceNode.Mapping(List.copyOf(entries.values()), at);
    }

    private SourcePosition position(JsonLocation location) {
        return new SourcePosition(source, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The parser quotes the word that it stumbled over; that word may be a credential without its quotes. */
    private static String reason(String message) {
        if (message.startsWith("Unrecognized token")) {
            return "a bare word (text needs double quotes)";
        }
        return message.lines().findFirst().orElse("").strip();
    }
}
