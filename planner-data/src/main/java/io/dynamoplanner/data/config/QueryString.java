package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code a=1&b=2}, percent-encoded, as a mapping; every part needs its equals sign. */
final class QueryString {
    private QueryString() {}

    /** The mapping; text that is not a query string stays text, which the field then refuses. */
    static SourceNode read(String text, SourcePosition at) {
        if (text.strip().startsWith("{")) {
            return FieldType.flow(text, at);
        }
        Map<String, SourceNode.Entry> entries = new LinkedHashMap<>();
        for (String part : text.strip().split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                return new SourceNode.Scalar(SourceNode.Kind.TEXT, text, at);
            }
            try {
                String key = URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8);
                String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
                SourceNode node = new SourceNode.Scalar(SourceNode.Kind.TEXT, value, at);
                entries.put(key, new SourceNode.Entry(key, at, node));
            } catch (IllegalArgumentException badEncoding) {
                return new SourceNode.Scalar(SourceNode.Kind.TEXT, text, at);
            }
        }
        return new SourceNode.Mapping(List.copyOf(entries.values()), at);
    }
}
