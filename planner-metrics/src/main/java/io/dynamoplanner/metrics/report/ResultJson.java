package io.dynamoplanner.metrics.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.Change;
import io.dynamoplanner.core.run.RunRecord.Fact;
import io.dynamoplanner.core.run.RunRecord.Note;
import io.dynamoplanner.core.run.RunRecord.Percentiles;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.RoleTimeline;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.core.run.RunRecord.Timeline;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The whole record as JSON, for programs. The order of the keys is fixed, a missing number is {@code null}, and a number
 * reads back as the same double. {@code schemaVersion} grows when a key changes its meaning or goes away; a new key alone
 * does not change it.
 */
public final class ResultJson {
    static final String SCHEMA = "dynamo-planner-result";
    static final int SCHEMA_VERSION = 1;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private ResultJson() {}

    /** The document; lines end in a line feed. */
    public static String render(RunRecord run) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            // A fixed line feed: the default would be the platform's.
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            write(run, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the document is written to memory", e);
        }
        return text.append('\n').toString();
    }

    private static void write(RunRecord run, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeNumberField("schemaVersion", SCHEMA_VERSION);
        json.writeStringField("title", run.title());
        json.writeStringField("summary", PlainSummary.sentence(run));
        json.writeArrayFieldStart("facts");
        for (Fact fact : run.facts()) {
            json.writeStartObject();
            json.writeStringField("name", fact.name());
            json.writeStringField("value", fact.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        number(json, "ttftTargetMs", run.ttftTargetMs());
        number(json, "itlTargetMs", run.itlTargetMs());
        json.writeFieldName("gpuCeiling");
        if (run.gpuCeiling() < 0) {
            json.writeNull();
        } else {
            json.writeNumber(run.gpuCeiling());
        }
        number(json, "durationS", run.durationS());
        json.writeArrayFieldStart("policies");
        for (PolicyRun policy : run.policies()) {
            write(policy, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(PolicyRun policy, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", policy.key());
        json.writeStringField("label", policy.label());
        json.writeStringField("description", policy.description());
        write(policy.summary(), json);
        write(policy.timeline(), json);
        json.writeArrayFieldStart("changes");
        for (Change change : policy.changes()) {
            write(change, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notes");
        for (Note note : policy.notes()) {
            json.writeStartObject();
            number(json, "atS", note.atS());
            json.writeStringField("text", note.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Summary summary, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("summary");
        json.writeNumberField("requests", summary.requests());
        json.writeNumberField("completed", summary.completed());
        number(json, "ttftInside", summary.ttftInside());
        number(json, "itlInside", summary.itlInside());
        number(json, "bothInside", summary.bothInside());
        percentiles(json, "ttftMs", summary.ttftMs());
        percentiles(json, "itlMs", summary.itlMs());
        number(json, "gpuHours", summary.gpuHours());
        json.writeNumberField("peakGpus", summary.peakGpus());
        json.writeNumberField("scaleEvents", summary.scaleEvents());
        json.writeNumberField("directionChanges", summary.directionChanges());
        json.writeNumberField("budgetViolations", summary.budgetViolations());
        json.writeEndObject();
    }

    private static void percentiles(JsonGenerator json, String name, Percentiles values) throws IOException {
        json.writeObjectFieldStart(name);
        number(json, "p50", values.p50());
        number(json, "p95", values.p95());
        number(json, "p99", values.p99());
        json.writeEndObject();
    }

    private static void write(Timeline timeline, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("timeline");
        number(json, "stepS", timeline.stepS());
        for (TimelineColumn column : TimelineColumn.ALL) {
            numbers(json, column.jsonName(), column.values().apply(timeline));
        }
        json.writeObjectFieldStart("roles");
        for (PerRole.Entry<RoleTimeline> entry : timeline.roles()) {
            json.writeObjectFieldStart(entry.role().name());
            for (RoleColumn column : RoleColumn.ALL) {
                json.writeArrayFieldStart(column.name());
                for (int replicas : column.values().apply(entry.value())) {
                    json.writeNumber(replicas);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(Change change, JsonGenerator json) throws IOException {
        json.writeStartObject();
        number(json, "atS", change.atS());
        json.writeStringField("role", change.role().name());
        json.writeNumberField("from", change.from());
        json.writeNumberField("to", change.to());
        json.writeStringField("reason", change.reason());
        json.writeStringField("binding", change.binding());
        json.writeArrayFieldStart("derivation");
        for (String line : change.derivation()) {
            json.writeString(line);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, String name, List<Double> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : values) {
            number(json, value);
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        number(json, value);
    }

    /** JSON knows neither NaN nor infinity. */
    private static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
