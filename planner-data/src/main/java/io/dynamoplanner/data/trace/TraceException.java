package io.dynamoplanner.data.trace;

import io.dynamoplanner.data.file.OneLine;
import java.nio.file.Path;

/** A request trace that cannot be used; the message is one line and names file, line, value and remedy. */
public final class TraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TraceException(String message) {
        super(OneLine.of(message));
    }

    static TraceException about(Path file, long line, String problem) {
        return new TraceException(line > 0 ? file + ":" + line + ": " + problem : file + ": " + problem);
    }
}
