package io.dynamoplanner.metrics.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Stands in for a Prometheus server where a real one would not do what the test needs: fail. */
final class FakePrometheus implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private volatile Function<Question, Reply> answers;

    private FakePrometheus(HttpServer server, Function<Question, Reply> answers) {
        this.server = server;
        this.answers = answers;
    }

    /** A request. */
    record Question(String method, URI uri, Optional<String> authorization, Map<String, String> form) {
        String query() {
            return form.getOrDefault("query", "");
        }

        boolean isRange() {
            return uri.getPath().endsWith("/query_range");
        }
    }

    /**
     * What to answer.
     *
     * @param hangs sends the body but never the end of it; without a body, nothing at all
     */
    record Reply(int status, Map<String, String> headers, String body, boolean hangs) {
        static Reply ok(String body) {
            return new Reply(200, Map.of(), body, false);
        }

        static Reply status(int status, String body) {
            return new Reply(status, Map.of(), body, false);
        }

        static Reply hanging(String body) {
            return new Reply(200, Map.of(), body, true);
        }

        /** A vector of the given elements, each {@code {"metric":...,"value":...}}. */
        static Reply vector(String elements) {
            return ok("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + elements + "]}}");
        }
    }

    static FakePrometheus answering(Function<Question, Reply> answers) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var fake = new FakePrometheus(server, answers);
            server.createContext("/", fake::answer);
            server.setExecutor(fake.threads);
            server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answer(Function<Question, Reply> now) {
        answers = now;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All requests so far. */
    List<Question> questions() {
        return List.copyOf(questions);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var question = new Question(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                    form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            questions.add(question);
            Reply reply = answers.apply(question);
            if (!reply.hangs() || !reply.body().isEmpty()) {
                byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
                reply.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(reply.status(), reply.hangs() ? bytes.length + 1 : bytes.length);
                OutputStream body = exchange.getResponseBody();
                body.write(bytes);
                body.flush();
            }
            if (reply.hangs()) {
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> form(String body) {
        var form = new TreeMap<String, String>();
        for (String field : body.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                form.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
