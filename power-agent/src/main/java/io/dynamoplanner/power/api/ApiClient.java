package io.dynamoplanner.power.api;

import io.dynamoplanner.power.api.ApiConnection.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** Requests to the API server, each tried once. Thread safe. */
public final class ApiClient {
    /** As whom fields are written. */
    public static final String FIELD_MANAGER = "dynamo-power-agent";

    private static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ApiServer server;
    private final ApiTally tally;

    public ApiClient(ApiServer server, ApiTally tally) {
        this.server = Objects.requireNonNull(server, "server");
        this.tally = Objects.requireNonNull(tally, "tally");
    }

    /**
     * An answer.
     *
     * @param body as text; empty if something went wrong
     * @param problem what went wrong; empty text if nothing
     */
    public record Answer(String body, String problem) {}

    /** Where requests are counted. */
    public ApiTally tally() {
        return tally;
    }

    /**
     * A connection for a caller who reads more than one answer, or one without an end.
     *
     * @param verb under which it is counted that there was no connection
     * @param silence how long to wait for the next byte before the server is taken for lost
     */
    public ApiConnection connect(String verb, Duration silence) throws IOException {
        try {
            return ApiConnection.open(server, tally, silence);
        } catch (IOException e) {
            tally.count(verb, 0);
            throw ApiFailure.silent("no connection to " + server.address() + ": " + e);
        }
    }

    /** @param path without a slash in front */
    public Answer get(String path) {
        return send(new Request("get", "GET", path, JSON, "", ""));
    }

    /** Server-side apply: the fields of the object become ours. */
    public Answer apply(String path, String object) {
        return patch(path + "?force=true&fieldManager=" + FIELD_MANAGER, "application/apply-patch+yaml", object);
    }

    /** A merge patch: what it names is replaced, what it gives as null is removed. */
    public Answer merge(String path, String patch) {
        return patch(path + "?fieldManager=" + FIELD_MANAGER, "application/merge-patch+json", patch);
    }

    private Answer patch(String target, String type, String body) {
        return send(new Request("patch", "PATCH", target, JSON, type, body));
    }

    private Answer send(Request request) {
        try (ApiConnection connection = connect(request.verb(), PATIENCE);
                InputStream body = connection.send(request)) {
            return new Answer(new String(body.readAllBytes(), StandardCharsets.UTF_8), "");
        } catch (ApiFailure e) {
            return new Answer("", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Answer("", "no answer: " + e);
        }
    }
}
