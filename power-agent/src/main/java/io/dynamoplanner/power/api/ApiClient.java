package io.dynamoplanner.power.api;

import io.dynamoplanner.power.api.ApiConnection.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Requests to the API server, each tried once and answered within a time, whatever the server does. Thread safe. */
public final class ApiClient {
    /** As whom fields are written. */
    public static final String FIELD_MANAGER = "dynamo-power-agent";

    private static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ApiServer server;
    private final ApiTally tally;
    private final Duration limit;

    public ApiClient(ApiServer server, ApiTally tally) {
        this(server, tally, PATIENCE);
    }

    private ApiClient(ApiServer server, ApiTally tally, Duration limit) {
        this.server = Objects.requireNonNull(server, "server");
        this.tally = Objects.requireNonNull(tally, "tally");
        this.limit = Objects.requireNonNull(limit, "limit");
    }

    /** The same with another limit for a request as a whole, from its connection to the end of its answer; ten seconds else. */
    public ApiClient within(Duration other) {
        return new ApiClient(server, tally, other);
    }

    /**
     * An answer.
     *
     * @param body as text; empty if something went wrong
     * @param problem what went wrong; empty text if nothing
     */
    public record Answer(String body, String problem) {}

    /** Makes something of the body of an answer. */
    public interface BodyReader<T> {
        /** Reads to the end. */
        T read(InputStream body) throws IOException;
    }

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
        return connect(verb, ApiConnection.ANSWER, silence);
    }

    private ApiConnection connect(String verb, Duration answer, Duration silence) throws IOException {
        try {
            return ApiConnection.open(server, tally, answer, silence);
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

    /**
     * Reads an answer as it comes in.
     *
     * @param path without a slash in front
     * @throws IOException if it did not come, or not all of it; the message is for people
     */
    public <T> T read(String path, BodyReader<T> reader) throws IOException {
        return send(new Request("get", "GET", path, JSON, "", ""), reader);
    }

    /** A thread of its own does it: names, handshakes and answers that drip have no limit of time together. */
    private <T> T send(Request request, BodyReader<T> reader) throws IOException {
        var open = new AtomicReference<ApiConnection>();
        var task = new FutureTask<>(() -> {
            try (ApiConnection connection = connect(request.verb(), limit, limit)) {
                open.set(connection);
                try (InputStream body = connection.send(request)) {
                    return reader.read(body);
                }
            }
        });
        var thread = new Thread(task, "request");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw ApiFailure.silent("no answer from the API server within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiFailure.silent("interrupted while waiting for the API server");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a request failed", e.getCause());
        } finally {
            task.cancel(true);
            ApiConnection connection = open.get();
            if (connection != null) {
                connection.close();
            }
        }
    }

    private Answer send(Request request) {
        try {
            return new Answer(send(request, body -> new String(body.readAllBytes(), StandardCharsets.UTF_8)), "");
        } catch (ApiFailure e) {
            return new Answer("", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Answer("", "no answer: " + e);
        }
    }
}
