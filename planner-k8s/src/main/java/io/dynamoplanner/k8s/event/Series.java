package io.dynamoplanner.k8s.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.k8s.call.Call;
import io.dynamoplanner.k8s.call.Target;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Occurrences of one kind that share an Event: an object with a count and the newest message. It is an Event of the core
 * group, because one of {@code events.k8s.io} lets nobody change its message, and {@code kubectl} shows both alike.
 */
final class Series {
    private static final int LONGEST_MESSAGE = 1024;
    private static final int LONGEST_NAME = 253;

    final Occurrence first;
    private final String name;
    private Occurrence latest;
    private int count;
    private int countSent;
    private boolean created;
    private Instant triedAt = Instant.MIN;

    Series(Occurrence first) {
        this.first = first;
        this.latest = first;
        this.count = 1;
        this.name = nameOf(first);
    }

    /** The same kind, to be counted together. */
    record Kind(Subject about, EventReason reason, String part) {}

    /** One thing that happened. */
    record Occurrence(Kind kind, String message, Instant at) {}

    void add(Occurrence next) {
        latest = next;
        count++;
    }

    boolean isUnsent() {
        return count > countSent;
    }

    Instant latestAt() {
        return latest.at();
    }

    Instant triedAt() {
        return triedAt;
    }

    void tried(Instant at) {
        triedAt = at;
    }

    void sent() {
        created = true;
        countSent = count;
    }

    /** The Event is gone: the API server keeps them for an hour only. */
    void lost() {
        created = false;
    }

    boolean isCreated() {
        return created;
    }

    Call call(String reporter) {
        Subject about = first.kind().about();
        if (created) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.put("count", count)
                    .put("lastTimestamp", time(latest.at()))
                    .put("message", shortened(latest.message()));
            return Call.mergePatch(Target.object("", "v1", about.namespace(), "events", name), patch);
        }
        return Call.create(Target.collection("", "v1", about.namespace(), "events"), event(about, reporter));
    }

    private ObjectNode event(Subject about, String reporter) {
        EventReason reason = first.kind().reason();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", name).put("namespace", about.namespace());
        event.putObject("involvedObject")
                .put("apiVersion", about.apiVersion())
                .put("kind", about.kind())
                .put("namespace", about.namespace())
                .put("name", about.name())
                .put("uid", about.uid());
        event.put("type", reason.type()).put("reason", reason.label()).put("message", shortened(latest.message()));
        event.put("count", count).put("firstTimestamp", time(first.at())).put("lastTimestamp", time(latest.at()));
        event.putObject("source").put("component", Call.FIELD_MANAGER);
        event.put("reportingComponent", Call.FIELD_MANAGER).put("reportingInstance", reporter);
        return event;
    }

    private static String nameOf(Occurrence first) {
        long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, first.at());
        String suffix =
                "." + Long.toHexString(nanos) + Integer.toHexString(first.kind().hashCode());
        String name = first.kind().about().name();
        int room = LONGEST_NAME - suffix.length();
        return (name.length() <= room ? name : name.substring(0, room)) + suffix;
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
