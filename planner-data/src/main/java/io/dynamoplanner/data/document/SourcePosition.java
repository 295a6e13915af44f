package io.dynamoplanner.data.document;

import java.util.Objects;

/**
 * Where a value stands: a file with line and column, or a flag or an environment variable, which have neither.
 *
 * @param source file name, {@code flag --x} or {@code environment X}
 * @param line from 1; 0 if the source has no lines
 * @param column from 1; 0 if the source has no lines
 */
public record SourcePosition(String source, int line, int column) {
    public SourcePosition {
        Objects.requireNonNull(source, "source");
    }

    /** A source without lines. */
    public static SourcePosition of(String source) {
        return new SourcePosition(source, 0, 0);
    }

    /** {@code planner.yaml:12}, or only the source. */
    @Override
    public String toString() {
        return line > 0 ? source + ":" + line : source;
    }
}
