package io.dynamoplanner.power.log;

import java.util.Locale;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Starts the log of this process. Uses the logging of the JDK: another library would cost a tenth of the agent's memory. */
public final class Logging {
    /** Holds its level, which must not be collected. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private Logging() {}

    /** How a line looks. */
    public enum Format {
        /** One JSON object. */
        JSON,
        /** For people. */
        TEXT
    }

    /**
     * Writes to standard error from now on.
     *
     * @param level the least severe that is written
     */
    public static void start(Format format, Level level) {
        LogManager.getLogManager().reset();
        var handler = new ConsoleHandler();
        handler.setFormatter(format == Format.JSON ? new JsonLine() : new TextLine());
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(level);
        GRPC.setLevel(Level.SEVERE);
    }

    /** A level as it is usually written: error, warn, info, debug, trace or off; empty if it is none. */
    public static Optional<Level> level(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "error" -> Optional.of(Level.SEVERE);
            case "warn", "warning" -> Optional.of(Level.WARNING);
            case "info" -> Optional.of(Level.INFO);
            case "debug" -> Optional.of(Level.FINE);
            case "trace" -> Optional.of(Level.FINEST);
            case "off" -> Optional.of(Level.OFF);
            default -> Optional.empty();
        };
    }

    static String name(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }
}
