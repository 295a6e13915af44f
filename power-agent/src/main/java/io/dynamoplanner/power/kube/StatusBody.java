package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.power.agent.BoardReport;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.cap.PowerRange.Clamp;
import io.dynamoplanner.power.device.BoardReading;
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

    private final ObjectMapper json = new ObjectMapper();

    /** The part {@code status}; equal for two reports that differ in nothing that matters. */
    public ObjectNode of(Report report) {
        ObjectNode status = json.createObjectNode();
        status.put("ready", report.obstacle().isEmpty());
        status.put("message", report.obstacle().orElse(""));
        report.owned().ifPresent(owned -> status.put("managed", owned));
        status.put("emergency", report.emergency());
        status.put("uninstalling", report.uninstalling());
        var boards = status.putArray("boards");
        report.boards().forEach(board -> boards.add(board(board)));
        return status;
    }

    private ObjectNode board(BoardReport report) {
        ObjectNode board = json.createObjectNode();
        board.put("index", report.board().index());
        board.put("uuid", report.board().uuid());
        board.put("available", report.reading().isPresent());
        board.put("managed", report.owned().isPresent());
        report.reading().ifPresent(reading -> limits(board, reading));
        report.decision().wish().ifPresent(wish -> {
            board.put("requestedWatts", wish.watts());
            board.put("basis", wish.basis().name().toLowerCase(Locale.ROOT));
            var pods = board.putArray("pods");
            for (PodCap pod : wish.pods()) {
                pods.addObject()
                        .put("namespace", pod.namespace())
                        .put("name", pod.name())
                        .put("uid", pod.uid());
            }
        });
        report.decision().chosen().ifPresent(target -> {
            if (target.clamp() != Clamp.NONE) {
                board.put("clamp", target.clamp().name().toLowerCase(Locale.ROOT));
            }
        });
        board.put("reason", report.decision().why());
        report.error().ifPresent(error -> board.put("error", error.toString()));
        return board;
    }

    private static void limits(ObjectNode board, BoardReading reading) {
        board.put("name", reading.name());
        board.put("appliedWatts", reading.limitMilliwatts() / MILLI);
        reading.enforcedMilliwatts().ifPresent(limit -> board.put("enforcedWatts", limit / MILLI));
        reading.defaultMilliwatts().ifPresent(limit -> board.put("defaultWatts", limit / MILLI));
        reading.range().ifPresent(range -> {
            board.put("minWatts", range.minWatts());
            board.put("maxWatts", range.maxWatts());
        });
    }
}
