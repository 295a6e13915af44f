package io.dynamoplanner.testing.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.tls.SelfSigned;
import io.dynamoplanner.testing.tls.TokenGate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PrometheusServerTest {
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final String RATE = "sum(rate(requests_total{model=\"llama\"}[3m]))";

    /** Ten requests a second for ten minutes. */
    private static String tenASecond(Instant from) {
        double[] counts =
                IntStream.rangeClosed(0, 40).mapToDouble(i -> 150.0 * i).toArray();
        return new OpenMetricsText()
                .series("requests_total", Map.of("model", "llama"), from, STEP, counts)
                .toString();
    }

    static List<Instant> starts() {
        return List.of(LONG_AGO, Instant.EPOCH.plusSeconds(60), Instant.now().minusSeconds(601));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void aRateOverBackfilledSamplesIsExact(Instant start) throws Exception {
        try (var prometheus = PrometheusServer.start(tenASecond(start))) {
            JsonNode answer = query(HttpClient.newHttpClient(), prometheus.url(), RATE, start.plusSeconds(600), "");
            assertThat(value(answer)).isEqualTo("10");
        }
    }

    @Test
    void absentSeriesAndNanAreTwoThings() throws Exception {
        String text = new OpenMetricsText()
                .series(
                        "wait_seconds",
                        Map.of("quoted", "a\"b\\c"),
                        LONG_AGO,
                        STEP,
                        Double.NaN,
                        Double.POSITIVE_INFINITY)
                .toString();
        try (var prometheus = PrometheusServer.start(text)) {
            HttpClient client = HttpClient.newHttpClient();
            assertThat(value(query(client, prometheus.url(), "wait_seconds", LONG_AGO, "")))
                    .isEqualTo("NaN");
            assertThat(value(query(client, prometheus.url(), "wait_seconds", LONG_AGO.plus(STEP), "")))
                    .isEqualTo("+Inf");
            assertThat(query(client, prometheus.url(), "absent_series", LONG_AGO, "")
                            .at("/data/result"))
                    .isEmpty();
        }
    }

    @Test
    void brokenTextIsRefusedWithTheWordsOfPromtool() {
        assertThatThrownBy(() -> PrometheusServer.start("requests_total{model= 1\n# EOF\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("promtool")
                .hasMessageContaining("expected label value");
    }

    @Test
    void aServerBehindTlsIsTrustedByItsCertificateOnly() throws Exception {
        try (var certificate = SelfSigned.create();
                var prometheus = PrometheusServer.startTls(tenASecond(LONG_AGO), certificate)) {
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(certificate.context()).build();
            assertThat(value(query(trusting, prometheus.url(), RATE, LONG_AGO.plusSeconds(600), "")))
                    .isEqualTo("10");
            assertThatThrownBy(() -> query(HttpClient.newHttpClient(), prometheus.url(), RATE, LONG_AGO, ""))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void theTokenGateLetsOnlyTheTokenOfTheDayThrough() throws Exception {
        try (var certificate = SelfSigned.create();
                var prometheus = PrometheusServer.start(tenASecond(LONG_AGO));
                var gate = TokenGate.before(prometheus.url(), certificate, "monday")) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.context()).build();
            Instant end = LONG_AGO.plusSeconds(600);
            assertThat(value(query(client, gate.url(), RATE, end, "monday"))).isEqualTo("10");
            assertThat(status(client, gate.url(), "")).isEqualTo(401);
            gate.accept("tuesday");
            assertThat(status(client, gate.url(), "monday")).isEqualTo(401);
            assertThat(status(client, gate.url(), "tuesday")).isEqualTo(200);
        }
    }

    @Test
    void targetsAreScrapedWithTheirLabels() throws Exception {
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/metrics", exchange -> {
            byte[] text = "busy_workers 3\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(text);
            }
        });
        target.start();
        String address = "127.0.0.1:" + target.getAddress().getPort();
        var targets = List.of(new ScrapeTarget(address, Map.of("pod", "decode-0", "job", "workers")));
        try (var prometheus = PrometheusServer.scraping(targets, Duration.ofMillis(200))) {
            HttpClient client = HttpClient.newHttpClient();
            String query = "busy_workers{pod=\"decode-0\",job=\"workers\"}";
            Await.until(
                    "sample of the target",
                    () -> !queryNow(client, prometheus.url(), query)
                            .at("/data/result")
                            .isEmpty());
            assertThat(value(queryNow(client, prometheus.url(), query))).isEqualTo("3");
        } finally {
            target.stop(0);
        }
    }

    private static String value(JsonNode answer) {
        assertThat(answer.at("/data/result")).hasSize(1);
        return answer.at("/data/result/0/value/1").asText();
    }

    private static JsonNode queryNow(HttpClient client, String url, String query) {
        try {
            return query(client, url, query, Instant.now(), "");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode query(HttpClient client, String url, String query, Instant at, String token)
            throws IOException, InterruptedException {
        String path = "/api/v1/query?time=" + at.toEpochMilli() / 1000.0 + "&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8);
        HttpResponse<String> answer = send(client, url + path, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static int status(HttpClient client, String url, String token) throws IOException, InterruptedException {
        return send(client, url + "/api/v1/query?query=up", token).statusCode();
    }

    private static HttpResponse<String> send(HttpClient client, String address, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
