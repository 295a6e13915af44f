package io.dynamoplanner.app.run;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The metrics of a frontend under a steady load that can be changed: counters that grow with time. */
final class ScriptedFrontend implements AutoCloseable {
    private final HttpServer server;
    private final String model;
    private Instant last = Instant.now();
    private double requests;
    private double perSecond;
    private final double isl;
    private final double osl;

    ScriptedFrontend(String model, double perSecond, double isl, double osl) throws IOException {
        this.model = model;
        this.perSecond = perSecond;
        this.isl = isl;
        this.osl = osl;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = metrics().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(text);
            }
        });
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void load(double requestsPerSecond) {
        grow();
        perSecond = requestsPerSecond;
    }

    private void grow() {
        Instant now = Instant.now();
        requests += perSecond * Duration.between(last, now).toNanos() / 1e9;
        last = now;
    }

    private synchronized String metrics() {
        grow();
        var text = new StringBuilder();
        counter(text, "dynamo_frontend_requests_started_total", requests);
        counter(text, "dynamo_frontend_requests_total", requests);
        histogram(text, "time_to_first_token_seconds", 0.1);
        histogram(text, "inter_token_latency_seconds", 0.008);
        histogram(text, "request_duration_seconds", 1.3);
        histogram(text, "input_sequence_tokens", isl);
        histogram(text, "output_sequence_tokens", osl);
        return text.toString();
    }

    private void histogram(StringBuilder text, String name, double mean) {
        counter(text, "dynamo_frontend_" + name + "_sum", requests * mean);
        counter(text, "dynamo_frontend_" + name + "_count", requests);
    }

    private void counter(StringBuilder text, String name, double value) {
        text.append(String.format(Locale.ROOT, "%s{model=\"%s\"} %.6f%n", name, model, value));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
