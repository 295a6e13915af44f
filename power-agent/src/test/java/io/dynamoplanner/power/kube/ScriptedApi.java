package io.dynamoplanner.power.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dynamoplanner.power.api.ApiServer;
import io.dynamoplanner.power.api.Credentials;
import io.dynamoplanner.power.api.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server that says what the test tells it to: one object of each kind, and what a watch is to send. */
final class ScriptedApi implements AutoCloseable {
    /** What breaks a watch off. */
    static final String TROUBLE = "{\"type\":\"ERROR\",\"object\":{\"code\":500,\"message\":\"trouble\"}}";

    private final Map<String, String> items = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<String>> events = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> watches = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "scripted-api");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer http;
    private volatile boolean denying;

    ScriptedApi() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    ApiServer server() {
        return new ApiServer(
                URI.create("http://127.0.0.1:" + http.getAddress().getPort()), Tls.none(), Credentials.none());
    }

    /** What a list of this kind holds, JSON. */
    void holds(String kind, String item) {
        items.put(kind, item);
    }

    /** The watch of this kind sends it. */
    void sends(String kind, String line) {
        queue(kind).add(line);
    }

    /** The version that watches go on from is not kept any more, so that they list again. */
    void forgets(String kind) {
        sends(kind, "{\"type\":\"ERROR\",\"object\":{\"code\":410,\"message\":\"too old\"}}");
    }

    /** From now on nobody may watch anything. */
    void denies() {
        denying = true;
    }

    /** How many watches of this kind have begun. */
    int watches(String kind) {
        return begun(kind).get();
    }

    private AtomicInteger begun(String kind) {
        return watches.computeIfAbsent(kind, key -> new AtomicInteger());
    }

    private BlockingQueue<String> queue(String kind) {
        return events.computeIfAbsent(kind, key -> new LinkedBlockingQueue<>());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String kind = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            if (!String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
                byte[] body = ("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + items.getOrDefault(kind, "")
                                + "]}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } else if (denying) {
                exchange.sendResponseHeaders(403, -1);
            } else {
                watch(exchange, kind);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(HttpExchange exchange, String kind) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        begun(kind).incrementAndGet();
        String line;
        do {
            line = queue(kind).take();
            exchange.getResponseBody().write(line.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        } while (!line.contains("ERROR"));
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
