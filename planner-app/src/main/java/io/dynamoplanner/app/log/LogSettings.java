package io.dynamoplanner.app.log;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a process logs.
 *
 * @param level the least severe events that are written
 * @param format how a line looks
 * @param notes variables that could not be read, one sentence each. A log level is no reason not to start, so the default
 *     stands in, and {@link Logging#start} logs the note as a warning
 */
public record LogSettings(Level level, Format format, List<String> notes) {
    private static final String LEVEL = "PLANNER_LOG_LEVEL";
    private static final String FORMAT = "PLANNER_LOG_FORMAT";

    /** The first that is set counts. The last two belong to the whole serving graph. */
    private static final List<String> LEVEL_VARIABLES = List.of(LEVEL, "DYN_LOG", "LOG_LEVEL");

    public LogSettings {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(format, "format");
        notes = List.copyOf(notes);
    }

    /** How a line looks. */
    public enum Format {
        /** One JSON object a line, for collectors. */
        JSON,
        /** For people. */
        TEXT
    }

    /**
     * The settings that these variables ask for.
     *
     * @param environment the variables to look at
     * @param terminal whether somebody watches the log on a terminal
     */
    public static LogSettings of(Map<String, String> environment, boolean terminal) {
        Optional<String> levelVariable = LEVEL_VARIABLES.stream()
                .filter(name -> !value(environment, name).isEmpty())
                .findFirst();
        Optional<Level> level = levelVariable.flatMap(name -> level(value(environment, name)));
        String formatText = value(environment, FORMAT);
        Optional<Format> format = format(formatText);

        var notes = new ArrayList<String>();
        if (levelVariable.isPresent() && level.isEmpty()) {
            String name = levelVariable.get();
            notes.add(name + "=" + value(environment, name) + " is not a level, info is used; write error, warn, info,"
                    + " debug, trace or off");
        }
        if (!formatText.isEmpty() && format.isEmpty()) {
            notes.add(FORMAT + "=" + formatText + " is not a format; write json or text");
        }
        return new LogSettings(level.orElse(Level.INFO), format.orElse(terminal ? Format.TEXT : Format.JSON), notes);
    }

    private static String value(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }

    /**
     * A level in the spellings of Java, Python and Rust. {@code DYN_LOG} may also hold directives for single modules of
     * the graph's other processes, {@code info,dynamo_runtime=debug}; the one without a module is meant for all.
     */
    private static Optional<Level> level(String text) {
        return List.of(text.split(",", -1)).stream()
                .map(directive -> directive.strip().toLowerCase(Locale.ROOT))
                .filter(directive -> !directive.contains("="))
                .findFirst()
                .flatMap(directive -> switch (directive) {
                    case "error", "critical", "fatal" -> Optional.of(Level.ERROR);
                    case "warn", "warning" -> Optional.of(Level.WARN);
                    case "info" -> Optional.of(Level.INFO);
                    case "debug" -> Optional.of(Level.DEBUG);
                    case "trace" -> Optional.of(Level.TRACE);
                    case "off" -> Optional.of(Level.OFF);
                    default -> Optional.empty();
                });
    }

    private static Optional<Format> format(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "json" -> Optional.of(Format.JSON);
            case "text" -> Optional.of(Format.TEXT);
            default -> Optional.empty();
        };
    }
}
