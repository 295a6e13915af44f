package io.dynamoplanner.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.app.http.OperationsServer.Part;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.metrics.exporter.Exposition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each path answers. {@code /live} and {@code /health} are the names that Dynamo's operator probes, {@code /livez}
 * and {@code /readyz} those that are usual on Kubernetes; they answer the same.
 */
final class Routes {
    private static final int DEFAULT_LINES = 20;
    private static final int MOST_LINES = 1_000;
    private static final Set<String> LARGE = Set.of("/metrics", "/decisions");

    private final Set<Part> parts;
    private final ObjectMapper json = new ObjectMapper();
    private final Operations operations;
    private final InstantSource clock;
    private final Duration grace;

    /**
     * @param parts what is shown; the rest is not found
     * @param grace how much later than it said a loop may give its sign of life
     */
    Routes(Set<Part> parts, Operations operations, InstantSource clock, Duration grace) {
        this.parts = EnumSet.copyOf(parts);
        this.operations = operations;
        this.clock = clock;
        this.grace = grace;
    }

    /** Whether the answer is large, so that a slow reader holds its thread for long. */
    static boolean isLarge(String path) {
        return LARGE.contains(path);
    }

    /**
     * @param query what stands behind the question mark; empty for nothing
     * @param accept value of the header Accept; empty for none
     */
    Answer answer(String path, String query, String accept) {
        if (parts.contains(Part.METRICS) && path.equals("/metrics")) {
            return metrics(accept);
        }
        return parts.contains(Part.SYSTEM) ? system(path, query) : notFound();
    }

    private Answer system(String path, String query) {
        return switch (path) {
            case "/live", "/livez" -> liveness();
            case "/health", "/readyz" -> readiness();
            case "/decisions" -> decisions(query);
            default -> notFound();
        };
    }

    private Answer notFound() {
        String paths = parts.stream().map(Part::paths).collect(Collectors.joining(", "));
        return Answer.text(Answer.NOT_FOUND, "there are " + paths);
    }

    private Answer metrics(String accept) {
        Exposition exposition = operations.metrics(accept);
        return new Answer(Answer.OK, exposition.contentType(), exposition.text());
    }

    private Answer liveness() {
        Instant now = clock.instant();
        Progress progress = operations.progress();
        return progress.isAlive(now, grace)
                ? Answer.text(Answer.OK, "ok")
                : Answer.text(
                        Answer.UNAVAILABLE,
                        "no progress since " + progress.beat() + ": the next sign of life was due by "
                                + progress.nextDueBy());
    }

    private Answer readiness() {
        Readiness readiness = operations.readiness();
        ObjectNode body = json.createObjectNode()
                .put("ready", readiness.isReady())
                .put("phase", readiness.phase().name().toLowerCase(Locale.ROOT));
        var findings = body.putArray("findings");
        for (Finding finding : readiness.findings()) {
            findings.addObject()
                    .put("code", finding.code())
                    .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .put("subject", finding.subject())
                    .put("what", finding.what())
                    .put("remedy", finding.remedy());
        }
        return new Answer(readiness.isReady() ? Answer.OK : Answer.UNAVAILABLE, "application/json", line(body));
    }

    private String line(ObjectNode body) {
        try {
            return json.writeValueAsString(body) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts is always JSON", impossible);
        }
    }

    private Answer decisions(String query) {
        String last = parameter(query, "last");
        int lines = DEFAULT_LINES;
        if (!last.isEmpty()) {
            try {
                lines = Integer.parseInt(last);
            } catch (NumberFormatException e) {
                lines = 0;
            }
        }
        if (lines < 1 || lines > MOST_LINES) {
            return Answer.text(
                    Answer.BAD_REQUEST, "last must be a number from 1 to " + MOST_LINES + ", for example ?last=20");
        }
        var body = new StringBuilder();
        operations.decisions(lines).forEach(line -> body.append(line).append('\n'));
        return new Answer(Answer.OK, "application/x-ndjson", body.toString());
    }

    private static String parameter(String query, String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }
}
