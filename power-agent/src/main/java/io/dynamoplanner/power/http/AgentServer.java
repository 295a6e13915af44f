package io.dynamoplanner.power.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /metrics}, and {@code /healthz}, {@code /livez} and {@code /readyz} for probes. Both ports have all of them. A port
 * that cannot be opened is told and does not stop the agent: limits matter more than numbers.
 */
public final class AgentServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
    private static final int MOST_THREADS = 8;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            AgentServer::thread,
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final Health health;
    private final Supplier<String> metrics;

    private AgentServer(Health health, Supplier<String> metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "http");
        thread.setDaemon(true);
        return thread;
    }

    /** @param ports those to open; 0 and what is named twice is left out */
    public static AgentServer open(List<Integer> ports, Health health, Supplier<String> metrics) {
        var server = new AgentServer(health, metrics);
        ports.stream().filter(port -> port != 0).distinct().forEach(server::open);
        return server;
    }

    private void open(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(Math.max(0, port)), 0);
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
            servers.add(server);
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("port {} cannot be opened ({}); the agent works without it", port, e.getMessage());
        }
    }

    /** The ports that are open. */
    public List<Integer> ports() {
        return servers.stream().map(server -> server.getAddress().getPort()).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/metrics" -> send(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
                case "/healthz", "/livez" -> {
                    boolean alive = health.isAlive();
                    text(exchange, alive ? OK : UNAVAILABLE, alive ? "ok" : "the loop has not passed for a while");
                }
                case "/readyz" ->
                    text(
                            exchange,
                            health.obstacle().isEmpty() ? OK : UNAVAILABLE,
                            health.obstacle().orElse("ok"));
                default -> text(exchange, NOT_FOUND, "there are /metrics, /healthz, /livez and /readyz");
            }
        }
    }

    private static void text(HttpExchange exchange, int status, String line) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", line + "\n");
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
