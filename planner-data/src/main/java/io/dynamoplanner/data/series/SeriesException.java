package io.dynamoplanner.data.series;

import io.dynamoplanner.data.file.OneLine;
import java.nio.file.Path;

/** A load series that cannot be read; the message is one line and names file, line, value and remedy. */
public final class SeriesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SeriesException(String message) {
        super(OneLine.of(message));
    }

    static SeriesException about(Path file, long line, String problem) {
        return new SeriesException(line > 0 ? file + ":" + line + ": " + problem : file + ": " + problem);
    }
}
