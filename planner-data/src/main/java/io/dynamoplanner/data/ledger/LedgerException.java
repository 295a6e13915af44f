package io.dynamoplanner.data.ledger;

import io.dynamoplanner.data.file.OneLine;
import java.nio.file.Path;

/** A ledger that cannot be used; the message is one line and names file, line and remedy. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerException(String message) {
        super(OneLine.of(message));
    }

    static LedgerException about(Path file, long line, String problem) {
        return new LedgerException(line > 0 ? file + ":" + line + ": " + problem : file + ": " + problem);
    }
}
