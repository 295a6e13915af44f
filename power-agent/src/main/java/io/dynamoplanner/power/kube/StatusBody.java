package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamoplanner.power.agent.BoardReport;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.cap.PowerRange.Clamp;
import io.dynamoplanner.power.cap.Wish;
import io.dynamoplanner.power.device.BoardReading;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * What others may know about the boards of a node: the object {@code GpuPowerStatus} without what changes all the time. A
 * draw of power belongs into metrics; an object that is written every few seconds belongs nowhere.
 */
public final class StatusBody {
    /** Group and version of the object. */
    public static final String API_VERSION = "power.dynamoplanner.io/v1alpha1";
    /** Its kind. */
    public static final String KIND = "GpuPowerStatus";

    private static final long MILLI = 1000;

    private final JsonFactory json = new JsonFactory();

    /**
     * The whole object, as JSON; equal for two reports that differ in nothing that matters.
     *
     * @param nodeUid of the node, with which the object then goes; empty text while it is not known
     */
    public String of(Report report, String node, String nodeUid) {
        var text = new StringWriter(1024);
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("apiVersion", API_VERSION);
            out.writeStringField("kind", KIND);
            metadata(out, node, nodeUid);
            out.writeObjectFieldStart("status");
            status(out, report);
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void metadata(JsonGenerator out, String node, String nodeUid) throws IOException {
        out.writeObjectFieldStart("metadata");
        out.writeStringField("name", node);
        if (!nodeUid.isEmpty()) {
            out.writeArrayFieldStart("ownerReferences");
            out.writeStartObject();
            out.writeStringField("apiVersion", "v1");
            out.writeStringField("kind", "Node");
            out.writeStringField("name", node);
            out.writeStringField("uid", nodeUid);
            out.writeEndObject();
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void status(JsonGenerator out, Report report) throws IOException {
        out.writeBooleanField("ready", report.obstacle().isEmpty());
        out.writeStringField("message", report.obstacle().orElse(""));
        if (report.owned().isPresent()) {
            out.writeNumberField("managed", report.owned().getAsInt());
        }
        out.writeBooleanField("emergency", report.emergency());
        out.writeBooleanField("uninstalling", report.uninstalling());
        out.writeArrayFieldStart("boards");
        for (BoardReport board : report.boards()) {
            out.writeStartObject();
            board(out, board);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void board(JsonGenerator out, BoardReport report) throws IOException {
        out.writeNumberField("index", report.board().index());
        out.writeStringField("uuid", report.board().uuid());
        out.writeBooleanField("available", report.reading().isPresent());
        out.writeBooleanField("managed", report.owned().isPresent());
        if (report.reading().isPresent()) {
            limits(out, report.reading().get());
        }
        if (report.decision().wish().isPresent()) {
            wish(out, report.decision().wish().get());
        }
        Clamp clamp = report.decision().chosen().map(Decision.Target::clamp).orElse(Clamp.NONE);
        if (clamp != Clamp.NONE) {
            out.writeStringField("clamp", clamp.name().toLowerCase(Locale.ROOT));
        }
        out.writeStringField("reason", report.decision().why());
        if (report.error().isPresent()) {
            out.writeStringField("error", report.error().get().toString());
        }
    }

    private static void wish(JsonGenerator out, Wish wish) throws IOException {
        out.writeNumberField("requestedWatts", wish.watts());
        out.writeStringField("basis", wish.basis().name().toLowerCase(Locale.ROOT));
        out.writeArrayFieldStart("pods");
        for (PodCap pod : wish.pods()) {
            out.writeStartObject();
            out.writeStringField("namespace", pod.namespace());
            out.writeStringField("name", pod.name());
            out.writeStringField("uid", pod.uid());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void limits(JsonGenerator out, BoardReading reading) throws IOException {
        out.writeStringField("name", reading.name());
        out.writeNumberField("appliedWatts", reading.limitMilliwatts() / MILLI);
        if (reading.enforcedMilliwatts().isPresent()) {
            out.writeNumberField("enforcedWatts", reading.enforcedMilliwatts().getAsLong() / MILLI);
        }
        if (reading.defaultMilliwatts().isPresent()) {
            out.writeNumberField("defaultWatts", reading.defaultMilliwatts().getAsLong() / MILLI);
        }
        if (reading.range().isPresent()) {
            out.writeNumberField("minWatts", reading.range().get().minWatts());
            out.writeNumberField("maxWatts", reading.range().get().maxWatts());
        }
    }
}
