package io.dynamoplanner.power.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiConnection;
import io.dynamoplanner.power.api.ApiFailure;
import io.dynamoplanner.power.api.ApiServer;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.api.Credentials;
import io.dynamoplanner.power.api.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between an agent and the API server, and loses watches the way a server does whose memory has moved on. */
final class ExpiringProxy implements AutoCloseable {
    private static final String ANSWER_GONE = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,"
            + "\"reason\":\"Expired\",\"message\":\"too old resource version\"}}\n";

    private final ApiServer behind;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ApiConnection> podWatches = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile boolean expired;

    ExpiringProxy(ApiServer behind) throws IOException {
        this.behind = behind;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::pass);
        http.start();
    }

    ApiServer server() {
        return new ApiServer(
                URI.create("http://127.0.0.1:" + http.getAddress().getPort()), Tls.none(), Credentials.none());
    }

    /** Watches of pods are cut off, and nothing gets through until {@link #forget}. */
    void cut() {
        refusing = true;
        podWatches.forEach(ApiConnection::close);
    }

    /** What gets through from now on, but the next watch of pods is told that its version is gone. */
    void forget() {
        expired = true;
        refusing = false;
    }

    private void pass(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        String query = String.valueOf(asked.getRawQuery());
        boolean watch = query.contains("watch=true");
        boolean podWatch = watch && asked.getPath().endsWith("/pods");
        try (exchange) {
            if (refusing) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            if (podWatch && expired) {
                expired = false;
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(ANSWER_GONE.getBytes(StandardCharsets.UTF_8));
                return;
            }
            try (ApiConnection connection =
                    new ApiClient(behind, new ApiTally()).connect("watch", Duration.ofSeconds(150))) {
                InputStream body = connection.get(
                        "get",
                        asked.getRawPath().substring(1) + "?" + query,
                        exchange.getRequestHeaders().getFirst("Accept"));
                if (podWatch) {
                    podWatches.add(connection);
                }
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                byte[] some = new byte[8192];
                for (int count = body.read(some); count >= 0; count = body.read(some)) {
                    exchange.getResponseBody().write(some, 0, count);
                    exchange.getResponseBody().flush();
                }
            } catch (ApiFailure e) {
                exchange.sendResponseHeaders(500, -1);
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
        podWatches.forEach(ApiConnection::close);
        threads.shutdownNow();
    }
}
