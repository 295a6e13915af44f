package io.dynamoplanner.power.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** An event as one line of JSON: timestamp (UTC), level, logger, message, and the stack of a failure. */
final class JsonLine extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();

    @Override
    public String format(LogRecord event) {
        var line = new StringWriter(256);
        try (JsonGenerator object = json.createGenerator(line)) {
            object.writeStartObject();
            object.writeStringField("timestamp", TIME.format(event.getInstant()));
            object.writeStringField("level", Logging.name(event.getLevel()));
            object.writeStringField("logger", String.valueOf(event.getLoggerName()));
            object.writeStringField("message", formatMessage(event));
            if (event.getThrown() != null) {
                object.writeStringField("stack", TextLine.trace(event.getThrown()));
            }
            object.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line + "\n";
    }
}
