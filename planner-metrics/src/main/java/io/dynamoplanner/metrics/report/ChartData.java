package io.dynamoplanner.metrics.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.RoleTimeline;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that the page draws, as JSON that can stand inside a script element. Five significant digits: finer than
 * a screen shows, and half the size. The exact numbers are in the result files.
 */
final class ChartData {
    private static final MathContext DRAWN = new MathContext(5);
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().characterEscapes(new InsideScript()).build();

    private ChartData() {}

    static String json(RunRecord run) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            number(json, "ttftTargetMs", run.ttftTargetMs());
            number(json, "itlTargetMs", run.itlTargetMs());
            number(json, "gpuCeiling", run.gpuCeiling() < 0 ? Double.NaN : run.gpuCeiling());
            number(json, "durationS", run.durationS());
            json.writeArrayFieldStart("policies");
            for (PolicyRun policy : run.policies()) {
                write(policy, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the data are written to memory", e);
        }
        return text.toString();
    }

    private static void write(PolicyRun policy, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", policy.label());
        number(json, "stepS", policy.timeline().stepS());
        for (TimelineColumn column : TimelineColumn.ALL) {
            json.writeArrayFieldStart(column.jsonName());
            List<Double> values = column.values().apply(policy.timeline());
            for (double value : values) {
                number(json, value);
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("roles");
        for (PerRole.Entry<RoleTimeline> entry : policy.timeline().roles()) {
            json.writeStartObject();
            json.writeStringField("name", entry.role().name());
            for (RoleColumn column : RoleColumn.ALL) {
                json.writeArrayFieldStart(column.name());
                for (int replicas : column.values().apply(entry.value())) {
                    json.writeNumber(replicas);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        number(json, value);
    }

    private static void number(JsonGenerator json, double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
            return;
        }
        json.writeNumber(
                BigDecimal.valueOf(value).round(DRAWN).stripTrailingZeros().toString());
    }

    /** Escapes whatever could end the script element, or a line inside a JavaScript string. */
    private static final class InsideScript extends CharacterEscapes {
        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['<'] = ESCAPE_CUSTOM;
            codes['>'] = ESCAPE_CUSTOM;
            codes['&'] = ESCAPE_CUSTOM;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            boolean lineEnd = c == 0x2028 || c == 0x2029;
            return c < 0x80 || lineEnd ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c)) : null;
        }
    }
}
