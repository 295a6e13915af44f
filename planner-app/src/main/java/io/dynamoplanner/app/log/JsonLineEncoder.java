package io.dynamoplanner.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * An event as one line of JSON: {@code timestamp} (UTC, milliseconds), {@code level}, {@code logger}, {@code thread},
 * {@code message}, then the event's key-value pairs and the MDC, and {@code stack} if there is a failure.
 *
 * <p>Logback's own JSON encoder nests the pairs in a list, writes all values as text and the time as a number, and
 * escapes the slash, so that a search for {@code serving/chat} in the log finds nothing.
 */
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] NOTHING = new byte[0];

    private final JsonFactory json = new JsonFactory();

    @Override
    public byte[] encode(ILoggingEvent event) {
        // Through a writer, which lets half a surrogate pair pass; the generator of bytes would throw.
        var line = new StringWriter(512);
        try (JsonGenerator object = json.createGenerator(line)) {
            object.writeStartObject();
            for (Map.Entry<String, Object> field : fields(event).entrySet()) {
                object.writeFieldName(field.getKey());
                write(object, field.getValue());
            }
            object.writeEndObject();
            object.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** In the order in which they are written. The event's own fields beat a pair of the same name, a pair the MDC. */
    private static Map<String, Object> fields(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("timestamp", TIME.format(event.getInstant()));
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("message", String.valueOf(event.getFormattedMessage()));
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.putIfAbsent(String.valueOf(pair.key), pair.value);
            }
        }
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        if (event.getThrowableProxy() != null) {
            fields.put("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return fields;
    }

    /** Numbers and switches as such; NaN and the infinities, which JSON does not have, and all else as text. */
    private static void write(JsonGenerator object, Object value) throws IOException {
        if (value instanceof Boolean truth) {
            object.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            object.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number && Double.isFinite(number)) {
            object.writeNumber(number);
        } else {
            object.writeString(String.valueOf(value));
        }
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
