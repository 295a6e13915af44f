package io.dynamoplanner.testing.prometheus;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The metrics of a frontend under a steady load that can be changed: counters that grow with time. */
public final class ScriptedFrontend implements AutoCloseable {
    private final HttpServer server;
    private final String model;
    private Instant last = Instant.now();
    private double perSecond;
    private double isl;
    private double osl;
    private double requests;
    private double inputTokens;
    private double outputTokens;

    /**
     * Starts it.
     *
     * @param model name that the series carry
     * @param perSecond requests
     * @param isl input tokens of a request
     * @param osl output tokens of a request
     */
    public ScriptedFrontend(String model, double perSecond, double isl, double osl) {
        this.model = model;
        this.perSecond = perSecond;
        this.isl = isl;
        this.osl = osl;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/metrics", exchange -> {
            byte[] text = metrics().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(text);
            }
        });
        server.start();
    }

    /** Host and port, for a {@link ScrapeTarget}. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Another rate from now on. */
    public synchronized void load(double requestsPerSecond) {
        load(requestsPerSecond, isl, osl);
    }

    /** Another rate of requests of other lengths from now on. */
    public synchronized void load(double requestsPerSecond, double inputTokensEach, double outputTokensEach) {
        grow();
        perSecond = requestsPerSecond;
        isl = inputTokensEach;
        osl = outputTokensEach;
    }

    private void grow() {
        Instant now = Instant.now();
        double more = perSecond * Duration.between(last, now).toNanos() / 1e9;
        requests += more;
        inputTokens += more * isl;
        outputTokens += more * osl;
        last = now;
    }

    private synchronized String metrics() {
        grow();
        var text = new StringBuilder();
        counter(text, "dynamo_frontend_requests_started_total", requests);
        counter(text, "dynamo_frontend_requests_total", requests);
        histogram(text, "time_to_first_token_seconds", requests * 0.1);
        histogram(text, "inter_token_latency_seconds", requests * 0.008);
        histogram(text, "request_duration_seconds", requests * 1.3);
        histogram(text, "input_sequence_tokens", inputTokens);
        histogram(text, "output_sequence_tokens", outputTokens);
        return text.toString();
    }

    private void histogram(StringBuilder text, String name, double sum) {
        counter(text, "dynamo_frontend_" + name + "_sum", sum);
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
