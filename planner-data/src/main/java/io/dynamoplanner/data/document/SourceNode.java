package io.dynamoplanner.data.document;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A parsed YAML or JSON document in which every value knows its line. Scalars keep the text as it was written, because
 * {@code 1.0} may be a version and {@code 22:30} a time of day, whatever number a parser would make of them.
 */
public sealed interface SourceNode {

    SourcePosition position();

    /** What it is, in words for an error: "a mapping", "text", "a number". */
    String describe();

    /** Key and value pairs in the order of the document; keys are unique. */
    record Mapping(List<Entry> entries, SourcePosition position) implements SourceNode {
        public Mapping {
            entries = List.copyOf(entries);
            Objects.requireNonNull(position, "position");
        }

        public Optional<Entry> find(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** A list. */
    record Sequence(List<SourceNode> items, SourcePosition position) implements SourceNode {
        public Sequence {
            items = List.copyOf(items);
            Objects.requireNonNull(position, "position");
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** One value; {@code kind} is what the document's language takes it for, {@code text} is what stands there. */
    record Scalar(Kind kind, String text, SourcePosition position) implements SourceNode {
        public Scalar {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(position, "position");
        }

        @Override
        public String describe() {
            return switch (kind) {
                case NULL -> "null";
                case BOOLEAN -> "true or false";
                case INTEGER, DECIMAL -> "a number";
                case TEXT -> "text";
            };
        }
    }

    /**
     * One key of a mapping.
     *
     * @param position of the key
     */
    record Entry(String key, SourcePosition position, SourceNode value) {
        public Entry {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(value, "value");
        }
    }

    /** What a scalar is taken for. */
    enum Kind {
        NULL,
        BOOLEAN,
        INTEGER,
        DECIMAL,
        TEXT
    }
}
