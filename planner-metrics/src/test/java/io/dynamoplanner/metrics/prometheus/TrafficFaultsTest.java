package io.dynamoplanner.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowSpan;
import io.dynamoplanner.metrics.prometheus.FakePrometheus.Question;
import io.dynamoplanner.metrics.prometheus.FakePrometheus.Reply;
import io.dynamoplanner.testing.tls.SelfSigned;
import io.dynamoplanner.testing.tls.TokenGate;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a server: no reading becomes a known value that is not true. Prints what becomes of each. */
@TestInstance(Lifecycle.PER_CLASS)
class TrafficFaultsTest {
    private static final Instant END = Instant.parse("2026-01-01T00:10:00Z");
    private static final WindowSpan WINDOW = new WindowSpan(END.minusSeconds(60), Duration.ofSeconds(60), 1);
    private static final HealthyServer HEALTHY = HealthyServer.at(END);

    private final SelfSigned certificate = SelfSigned.create();
    private final StringBuilder table = new StringBuilder(header());

    /** A fault, and what the requests of the window are then. */
    record Fault(String name, Function<Question, Reply> server, Optional<Cause> requests) {
        static Fault of(String name, Function<Question, Reply> server, Cause requests) {
            return new Fault(name, server, Optional.of(requests));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        String matrix = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";
        String scalar = "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"0\"]}}";
        String warning = "{\"status\":\"success\",\"warnings\":[\"store 3 is down\"],"
                + "\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
        String error = "{\"status\":\"error\",\"errorType\":\"internal\",\"error\":\"expanding series: corrupt\"}";
        return Stream.of(
                new Fault("none", HEALTHY::answer, Optional.empty()),
                Fault.of("500", q -> Reply.status(500, error), Cause.FAILED),
                Fault.of("503 of a proxy", q -> Reply.status(503, "<html>no backend</html>"), Cause.FAILED),
                Fault.of("401", q -> Reply.status(401, ""), Cause.FAILED),
                Fault.of("redirect", q -> Reply.status(302, ""), Cause.FAILED),
                Fault.of("hangs, no answer", q -> Reply.hanging(""), Cause.FAILED),
                Fault.of("hangs, half an answer", q -> Reply.hanging("{\"status\":\"success\""), Cause.FAILED),
                Fault.of("malformed JSON", q -> Reply.ok("{\"status\":\"success\",\"data\":{"), Cause.FAILED),
                Fault.of("login page", q -> Reply.ok("<html>please log in</html>"), Cause.FAILED),
                Fault.of("empty body", q -> Reply.ok(""), Cause.FAILED),
                Fault.of("null", q -> Reply.ok("null"), Cause.FAILED),
                Fault.of("wrong type: matrix", q -> Reply.ok(matrix), Cause.FAILED),
                Fault.of("wrong type: scalar", q -> Reply.ok(scalar), Cause.FAILED),
                Fault.of("series without value", q -> Reply.vector("{\"metric\":{}}"), Cause.FAILED),
                Fault.of("value is no text", q -> Reply.vector("{\"metric\":{},\"value\":[1,2]}"), Cause.FAILED),
                Fault.of("incomplete (warning)", q -> Reply.ok(warning), Cause.FAILED),
                Fault.of("larger than read", q -> Reply.ok("x".repeat(100_000)), Cause.FAILED),
                Fault.of("no series", q -> Reply.vector(""), Cause.EMPTY),
                Fault.of("wrong namespace label", HEALTHY.namespace("prod-foo-bar")::answer, Cause.EMPTY),
                Fault.of("NaN", HEALTHY.withAll("NaN")::answer, Cause.NOT_A_NUMBER),
                Fault.of("infinite", HEALTHY.withAll("+Inf")::answer, Cause.NOT_A_NUMBER),
                Fault.of("counters went backwards", HEALTHY.withAll("-7")::answer, Cause.NOT_A_NUMBER),
                Fault.of("stale", HEALTHY.with("newest", HealthyServer.seconds(END, -90))::answer, Cause.STALE),
                Fault.of("a target is not scraped", HEALTHY.with("failing", "1")::answer, Cause.FAILED),
                Fault.of("scraped since mid-window", HEALTHY.with("begun", "")::answer, Cause.EMPTY),
                Fault.of(
                        "server's clock is behind",
                        HEALTHY.with("clock", HealthyServer.seconds(END, -600))::answer,
                        Cause.FAILED),
                new Fault(
                        "server's clock is ahead",
                        HEALTHY.with("clock", HealthyServer.seconds(END, 600))::answer,
                        Optional.empty()),
                Fault.of("no request counter", HEALTHY.with("requests started", "")::answer, Cause.EMPTY),
                new Fault(
                        "no TTFT histogram",
                        HEALTHY.with("time_to_first_token_seconds sum", "")
                                .with("time_to_first_token_seconds count", "")::answer,
                        Optional.empty()),
                new Fault(
                        "one query fails",
                        q -> q.query().contains("output_sequence") ? Reply.status(422, error) : HEALTHY.answer(q),
                        Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noFaultBecomesAValue(Fault fault) {
        try (var server = FakePrometheus.answering(fault.server())) {
            check(fault.name(), fault.requests(), server.url());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "unknown host", "TLS: not trusted", "hangs, TLS to no TLS"})
    void noConnectionIsNoValue(String fault) throws IOException {
        try (var server = FakePrometheus.answering(HEALTHY::answer);
                var gate = TokenGate.before(server.url().toString(), certificate, "token")) {
            String url = switch (fault) {
                case "refused" -> "http://127.0.0.1:" + closedPort();
                case "unknown host" -> "http://prometheus.invalid:9090";
                case "TLS: not trusted" -> gate.url();
                default -> "https://127.0.0.1:" + server.url().getPort();
            };
            check(fault, Optional.of(Cause.FAILED), URI.create(url));
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    void print() {
        certificate.close();
        System.out.println(table);
    }

    private void check(String fault, Optional<Cause> requests, URI url) {
        // Hanging servers are given up after a moment, so that the test is quick.
        Duration patience = fault.startsWith("hangs") ? Duration.ofMillis(300) : Duration.ofSeconds(30);
        var endpoint = new PrometheusEndpoint(
                url, Optional.empty(), Optional.empty(), Optional.empty(), true, Map.of(), patience, patience);
        var client = new PrometheusClient(endpoint, 50_000);
        try (var traffic = new PrometheusTraffic(
                client, TrafficSettings.of(TrafficMetrics.FRONTEND), InstantSource.fixed(END.plusSeconds(2)))) {
            TrafficWindow window = traffic.read(List.of(HealthyServer.graph()), WINDOW)
                    .getOrDefault(HealthyServer.graph().graph(), List.of())
                    .get(0);
            var readings = new EnumMap<>(window.readings());
            row(fault, readings);
            assertThat(readings.keySet()).containsExactlyInAnyOrder(Signal.values());
            readings.forEach((signal, reading) -> reading.value()
                    .ifPresent(value -> assertThat(value)
                            .as(signal.key())
                            .isCloseTo(HealthyServer.TRUTH.getOrDefault(signal, Double.NaN), within(1e-9))));
            Reading count = window.get(Signal.REQUESTS);
            assertThat(count instanceof Reading.Unknown unknown ? Optional.of(unknown.why()) : Optional.empty())
                    .as("requests: %s", count)
                    .isEqualTo(requests);
        }
    }

    private void row(String fault, Map<Signal, Reading> readings) {
        table.append(String.format(Locale.ROOT, "%-26s", fault));
        readings.forEach((signal, reading) -> table.append(String.format(Locale.ROOT, "%-17s", state(reading))));
        table.append('\n');
    }

    private static String state(Reading reading) {
        if (reading instanceof Reading.Unknown unknown) {
            return unknown.why().name().toLowerCase(Locale.ROOT);
        }
        return String.format(Locale.ROOT, "%.4g", reading.value().orElseThrow());
    }

    private static String header() {
        return Stream.of(Signal.values())
                .map(signal -> String.format(Locale.ROOT, "%-17s", signal.key()))
                .collect(Collectors.joining("", String.format(Locale.ROOT, "%n%-26s", "fault"), "\n"));
    }
}
