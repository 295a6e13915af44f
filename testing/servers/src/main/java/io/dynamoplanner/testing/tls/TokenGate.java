package io.dynamoplanner.testing.tls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTPS front of another server that lets requests with one bearer token through and answers 401 to others. Platforms
 * put such a front before their Prometheus, which itself knows no tokens.
 */
public final class TokenGate implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String upstream;
    private volatile String accepted;

    private TokenGate(HttpsServer server, String upstream, String accepted) {
        this.server = server;
        this.upstream = upstream;
        this.accepted = accepted;
    }

    /**
     * Opens a gate on a free port of the loopback interface.
     *
     * @param upstream base URL of the server behind it, without TLS
     * @param token the one that is accepted now
     */
    public static TokenGate before(String upstream, SelfSigned certificate, String token) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
            var gate = new TokenGate(server, upstream, token);
            server.createContext("/", gate::answer);
            server.setExecutor(gate.threads);
            server.start();
            return gate;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a port on the loopback interface", e);
        }
    }

    /** Base URL, without a slash at its end. */
    public String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on this token is accepted and the one before it is not. */
    public void accept(String token) {
        accepted = token;
    }

    /** Closes the port; requests that are being answered are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!("Bearer " + accepted).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            HttpResponse<byte[]> answer = client.send(forwarded(exchange), BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest forwarded(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upstream + exchange.getRequestURI()));
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .ifPresent(type -> request.header("Content-Type", type));
        byte[] body = exchange.getRequestBody().readAllBytes();
        return request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                .build();
    }
}
