package io.dynamoplanner.k8s.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dynamoplanner.k8s.call.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server that answers as it was told, in that order, and remembers what it was asked. */
public final class ScriptedApi implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final KubernetesClient client;
    private final Queue<Act> script = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** One request. */
    public record Asked(String method, String path, String body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private interface Act {
        void on(HttpExchange exchange) throws IOException, InterruptedException;
    }

    public ScriptedApi() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + http.getAddress().getPort())
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Answers with a status and a body; headers come in pairs of name and value. */
    public ScriptedApi answer(int status, String body, String... headers) {
        script.add(exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        return this;
    }

    /** Refuses as an API server does. */
    public ScriptedApi refuse(int status, String message, String... headers) {
        String body = "{\"kind\":\"Status\",\"code\":%d,\"message\":\"%s\"}".formatted(status, message);
        return answer(status, body, headers);
    }

    /** Takes the request and closes the connection without an answer. */
    public ScriptedApi loseConnection() {
        script.add(exchange -> {});
        return this;
    }

    /** Takes the request and does not answer. */
    public ScriptedApi hang() {
        script.add(exchange -> closing.await());
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), body));
            Act act = script.poll();
            if (act == null) {
                exchange.sendResponseHeaders(418, -1);
            } else {
                act.on(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public ApiServer server() {
        return new ApiServer(client);
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public List<String> methods() {
        return asked.stream().map(Asked::method).toList();
    }

    @Override
    public void close() {
        closing.countDown();
        http.stop(0);
        client.close();
        threads.shutdown();
    }
}
