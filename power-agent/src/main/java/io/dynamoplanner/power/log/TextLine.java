package io.dynamoplanner.power.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** An event as a line for people. A line break in a message does not start what looks like a new line of the log. */
final class TextLine extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    @Override
    public String format(LogRecord event) {
        String logger = String.valueOf(event.getLoggerName());
        String line =
                TIME.format(event.getInstant()) + " " + String.format("%-5s", Logging.name(event.getLevel())) + " "
                        + logger.substring(logger.lastIndexOf('.') + 1) + ": "
                        + formatMessage(event).replaceAll("[\\r\\n]+", " | ") + "\n";
        return event.getThrown() == null ? line : line + trace(event.getThrown());
    }

    static String trace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
