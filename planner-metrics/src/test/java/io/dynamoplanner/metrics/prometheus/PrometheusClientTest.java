package io.dynamoplanner.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.metrics.prometheus.FakePrometheus.Reply;
import io.dynamoplanner.metrics.prometheus.PrometheusQuery.Over;
import io.dynamoplanner.metrics.prometheus.QueryResult.Failed;
import io.dynamoplanner.metrics.prometheus.QueryResult.Failure;
import io.dynamoplanner.metrics.prometheus.QueryResult.Found;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.prometheus.OpenMetricsText;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import io.dynamoplanner.testing.tls.SelfSigned;
import io.dynamoplanner.testing.tls.TokenGate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusClientTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.250Z");
    private static final String ONE = "{\"metric\":{\"a\":\"b\"},\"value\":[1767225600.25,\"1.5\"]}";
    private static final String SECRET = "hunter2secret";

    @TempDir
    private Path folder;

    private static PrometheusEndpoint endpoint(URI url, Optional<String> token, Map<String, String> parameters) {
        return new PrometheusEndpoint(
                url,
                token,
                Optional.empty(),
                Optional.empty(),
                true,
                parameters,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }

    private static PrometheusEndpoint trusting(String url, Optional<Path> bundle, boolean verify) {
        return new PrometheusEndpoint(
                URI.create(url),
                Optional.empty(),
                Optional.empty(),
                bundle,
                verify,
                Map.of(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }

    private static QueryResult ask(PrometheusEndpoint endpoint, String query) {
        try (var client = new PrometheusClient(endpoint)) {
            return client.ask(List.of(PrometheusQuery.at(query, AT))).get(0);
        }
    }

    private static void assertFails(QueryResult result, Failure why, String... words) {
        assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.why()).as(failed.detail()).isEqualTo(why);
            assertThat(List.of(words)).allMatch(failed.detail()::contains);
            assertThat(failed.detail()).doesNotContain(SECRET).doesNotContain("\n");
        });
    }

    @Test
    void realServerAnswersInstantAndRangeQueriesInTheirOrder() {
        String text = new OpenMetricsText()
                .series("x", Map.of("a", "1"), AT.minusSeconds(60), Duration.ofSeconds(15), 1, 2, 3, 4, 5)
                .series("x", Map.of("a", "2"), AT.minusSeconds(60), Duration.ofSeconds(15), 0, 0, 0, Double.NaN, 9)
                .toString();
        try (var server = PrometheusServer.start(text);
                var client = new PrometheusClient(PrometheusEndpoint.of(URI.create(server.url() + "/")))) {
            List<QueryResult> results = client.ask(List.of(
                    PrometheusQuery.at("sum(x)", AT),
                    new Over("x{a=\"2\"}", AT.minusSeconds(30), AT, Duration.ofSeconds(15)),
                    PrometheusQuery.now("vector(time())"),
                    PrometheusQuery.at("absent_series", AT),
                    PrometheusQuery.at("sum(", AT),
                    PrometheusQuery.at("1", AT),
                    PrometheusQuery.at("-1/vector(0)", AT)));

            assertThat(results.get(0)).isEqualTo(found(new Series.Sample(AT, 14)));
            assertThat(results.get(1)).isInstanceOfSatisfying(Found.class, found -> {
                Series series = found.series().get(0);
                assertThat(series.labels()).containsEntry("a", "2");
                assertThat(series.samples())
                        .map(Series.Sample::at)
                        .containsExactly(AT.minusSeconds(30), AT.minusSeconds(15), AT);
                assertThat(series.samples()).map(Series.Sample::value).containsExactly(0.0, Double.NaN, 9.0);
                assertThat(series.valueAt(AT)).hasValue(9);
                assertThat(series.valueAt(AT.minusSeconds(1))).isEmpty();
            });
            assertThat(results.get(2)).isInstanceOf(Found.class);
            assertThat(results.get(3)).isEqualTo(new Found(List.of()));
            assertFails(results.get(4), Failure.REJECTED, "400", "parse error");
            assertFails(results.get(5), Failure.MALFORMED);
            assertThat(results.get(6)).isEqualTo(found(new Series.Sample(AT, Double.NEGATIVE_INFINITY)));
        }
    }

    private static Found found(Series.Sample sample) {
        return new Found(List.of(new Series(Map.of(), List.of(sample))));
    }

    @Test
    void queriesAreFormsBelowThePathPrefixWithExtraParametersInTheUrl() {
        try (var server = FakePrometheus.answering(q -> q.isRange()
                ? Reply.ok("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}")
                : Reply.vector(ONE))) {
            var endpoint =
                    endpoint(URI.create(server.url() + "/prefix/"), Optional.of("t0k"), Map.of("dedup", "a b&c"));
            try (var client = new PrometheusClient(endpoint)) {
                var over = new Over("y", AT, AT.plusSeconds(90), Duration.ofMillis(1500));
                assertThat(client.ask(List.of(PrometheusQuery.at("x{a=\"ä+&\"}", AT), over)))
                        .allMatch(Found.class::isInstance);
            }
            assertThat(server.questions()).hasSize(2).allSatisfy(q -> {
                assertThat(q.method()).isEqualTo("POST");
                assertThat(q.uri().getRawQuery()).isEqualTo("dedup=a+b%26c");
                assertThat(q.authorization()).contains("Bearer t0k");
                assertThat(q.form()).containsKey("timeout");
            });
            assertThat(server.questions())
                    .anySatisfy(q -> {
                        assertThat(q.uri().getPath()).isEqualTo("/prefix/api/v1/query");
                        assertThat(q.form())
                                .containsEntry("query", "x{a=\"ä+&\"}")
                                .containsEntry("time", "1767225600.250");
                    })
                    .anySatisfy(q -> {
                        assertThat(q.uri().getPath()).isEqualTo("/prefix/api/v1/query_range");
                        assertThat(q.form())
                                .containsEntry("start", "1767225600.250")
                                .containsEntry("end", "1767225690.250")
                                .containsEntry("step", "1.500");
                    });
        }
    }

    @Test
    void allQueriesAreUnderWayAtOnce() {
        var together = new CountDownLatch(12);
        try (var server = FakePrometheus.answering(q -> {
                    together.countDown();
                    return await(together) ? Reply.vector(ONE) : Reply.status(500, "one after the other");
                });
                var client = new PrometheusClient(endpoint(server.url(), Optional.empty(), Map.of()))) {
            assertThat(client.ask(Collections.nCopies(12, PrometheusQuery.at("x", AT))))
                    .allMatch(Found.class::isInstance);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void oneHangingQueryCostsTheOthersNothing() {
        try (var server = FakePrometheus.answering(
                        q -> q.query().equals("hang") ? Reply.hanging("{") : Reply.vector(ONE));
                var client = new PrometheusClient(new PrometheusEndpoint(
                        server.url(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Map.of(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2)))) {
            client.ask(List.of(PrometheusQuery.at("warm up", AT)));

            List<QueryResult> results =
                    client.ask(List.of(PrometheusQuery.at("hang", AT), PrometheusQuery.at("x", AT)));

            assertFails(results.get(0), Failure.TIMEOUT, "2.0 s");
            assertThat(results.get(1)).isInstanceOf(Found.class);
        }
    }

    @Test
    void connectionThatBreaksIsTriedOnceMore() {
        var seen = new AtomicInteger();
        try (var server = FakePrometheus.answering(q -> {
            if (seen.incrementAndGet() == 1) {
                throw new IllegalStateException("hang up");
            }
            return Reply.vector(ONE);
        })) {
            assertThat(ask(endpoint(server.url(), Optional.empty(), Map.of()), "x"))
                    .isInstanceOf(Found.class);
            server.answer(q -> {
                throw new IllegalStateException("hang up");
            });
            assertFails(ask(endpoint(server.url(), Optional.empty(), Map.of()), "x"), Failure.BROKEN);
            assertThat(server.questions()).hasSize(4);
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() {
        try (var server = FakePrometheus.answering(q -> Reply.hanging(""))) {
            var client = new PrometheusClient(endpoint(server.url(), Optional.empty(), Map.of()));
            CompletableFuture<List<QueryResult>> asking =
                    CompletableFuture.supplyAsync(() -> client.ask(List.of(PrometheusQuery.at("x", AT))));
            Await.until("query", () -> !server.questions().isEmpty());

            client.close();

            assertFails(asking.join().get(0), Failure.STOPPED);
            assertFails(client.ask(List.of(PrometheusQuery.at("x", AT))).get(0), Failure.STOPPED);
        }
    }

    @Test
    void interruptedThreadStopsAskingAndStaysInterrupted() {
        try (var server = FakePrometheus.answering(q -> Reply.hanging(""));
                var client = new PrometheusClient(endpoint(server.url(), Optional.empty(), Map.of()))) {
            Thread.currentThread().interrupt();

            assertFails(client.ask(List.of(PrometheusQuery.at("x", AT))).get(0), Failure.STOPPED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void tokenFileIsReadForEveryRequestAndAnUnreadableOneStopsTheRequest() throws IOException {
        Path file = folder.resolve("token");
        var seen = new ConcurrentLinkedQueue<String>();
        try (var server = FakePrometheus.answering(q -> {
                    seen.add(q.authorization().orElse(""));
                    return Reply.vector(ONE);
                });
                var client = new PrometheusClient(new PrometheusEndpoint(
                        server.url(),
                        Optional.of("not this one"),
                        Optional.of(file),
                        Optional.empty(),
                        true,
                        Map.of(),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20)))) {
            var query = List.of(PrometheusQuery.at("x", AT));
            assertFails(client.ask(query).get(0), Failure.CREDENTIALS, file.toString(), "NoSuchFile");
            Files.writeString(file, "first\n");
            assertThat(client.ask(query).get(0)).isInstanceOf(Found.class);
            Files.writeString(file, "second\n");
            assertThat(client.ask(query).get(0)).isInstanceOf(Found.class);
            Files.writeString(file, SECRET + "\u0000");
            assertFails(client.ask(query).get(0), Failure.CREDENTIALS, "characters");
            Files.writeString(file, "\n");
            assertFails(client.ask(query).get(0), Failure.CREDENTIALS, "empty");
            assertThat(seen).containsExactly("Bearer first", "Bearer second");
        }
    }

    @Test
    void secretsAreInNoMessage() {
        try (var server = FakePrometheus.answering(q -> Reply.status(
                403, "no rights\nfor " + q.authorization().orElse("") + " at " + q.uri() + " " + "y".repeat(1000)))) {
            var endpoint = endpoint(server.url(), Optional.of(SECRET), Map.of("key", SECRET + " p/q"));

            QueryResult result = ask(endpoint, "x");

            assertFails(result, Failure.DENIED, "403", "no rights for Bearer ***");
            assertThat(((Failed) result).detail()).hasSizeLessThan(400);
            assertThat(endpoint.toString()).doesNotContain(SECRET).contains("key");
        }
        var user = PrometheusEndpoint.of(URI.create("http://me:" + SECRET + "@127.0.0.1:1/p/"));
        assertFails(ask(user, "x"), Failure.REFUSED, "http://127.0.0.1:1/p");
        assertThat(user.toString()).doesNotContain(SECRET);
    }

    @Test
    void userInTheUrlIsSentAsBasicAuthentication() {
        try (var server = FakePrometheus.answering(q -> Reply.vector(ONE))) {
            ask(PrometheusEndpoint.of(URI.create(server.url().toString().replace("//", "//me:pass@"))), "x");

            assertThat(server.questions().get(0).authorization()).contains("Basic bWU6cGFzcw==");
        }
    }

    @Test
    void redirectIsNotFollowedBecauseTheTokenWouldGoWithIt() {
        try (var target = FakePrometheus.answering(q -> Reply.vector(ONE));
                var server = FakePrometheus.answering(q ->
                        new Reply(307, Map.of("Location", target.url() + q.uri().getPath()), "", false))) {
            assertFails(
                    ask(endpoint(server.url(), Optional.of(SECRET), Map.of()), "x"),
                    Failure.REJECTED,
                    "307",
                    target.url().toString());
            assertThat(target.questions()).isEmpty();
        }
    }

    @Test
    void statusesSayWhatToDo() {
        try (var server = FakePrometheus.answering(q -> Reply.status(Integer.parseInt(q.query()), "page not found"))) {
            PrometheusEndpoint endpoint = endpoint(server.url(), Optional.empty(), Map.of());

            assertFails(ask(endpoint, "401"), Failure.DENIED);
            assertFails(ask(endpoint, "404"), Failure.NOT_FOUND, "page not found");
            assertFails(ask(endpoint, "504"), Failure.TIMEOUT);
            assertFails(ask(endpoint, "503"), Failure.REJECTED);
        }
    }

    @Test
    void certificatesAreVerifiedAndABundleAddsTrust() throws IOException {
        try (var certificate = SelfSigned.create();
                var other = SelfSigned.create();
                var server = PrometheusServer.startTls("# EOF\n", certificate)) {
            Path bundle = folder.resolve("ca.pem");
            PrometheusEndpoint withBundle = trusting(server.url(), Optional.of(bundle), true);

            assertFails(ask(trusting(server.url(), Optional.empty(), true), "vector(1)"), Failure.TLS, "path");
            assertThat(ask(trusting(server.url(), Optional.empty(), false), "vector(1)"))
                    .isInstanceOf(Found.class);
            assertFails(ask(withBundle, "vector(1)"), Failure.TLS, bundle.toString());
            Files.writeString(bundle, "no certificate");
            assertFails(ask(withBundle, "vector(1)"), Failure.TLS);
            Files.copy(other.certificate(), bundle, StandardCopyOption.REPLACE_EXISTING);
            try (var client = new PrometheusClient(withBundle)) {
                var query = List.of(PrometheusQuery.at("vector(1)", AT));
                assertFails(client.ask(query).get(0), Failure.TLS);
                // The renewed file is noticed without a restart.
                Files.writeString(
                        bundle, Files.readString(other.certificate()) + Files.readString(certificate.certificate()));
                assertThat(client.ask(query).get(0)).isInstanceOf(Found.class);
            }
            // A bundle implies verification.
            Files.copy(other.certificate(), bundle, StandardCopyOption.REPLACE_EXISTING);
            assertFails(ask(trusting(server.url(), Optional.of(bundle), false), "vector(1)"), Failure.TLS);
        }
    }

    @Test
    void tokenOpensTheFrontOfARealServer() throws IOException {
        Path token = folder.resolve("token");
        try (var certificate = SelfSigned.create();
                var server = PrometheusServer.start("# EOF\n");
                var gate = TokenGate.before(server.url(), certificate, SECRET);
                var client = new PrometheusClient(new PrometheusEndpoint(
                        URI.create(gate.url()),
                        Optional.empty(),
                        Optional.of(token),
                        Optional.of(certificate.certificate()),
                        true,
                        Map.of(),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20)))) {
            var query = List.of(PrometheusQuery.at("vector(1)", AT));
            Files.writeString(token, SECRET);
            assertThat(client.ask(query).get(0)).isInstanceOf(Found.class);
            gate.accept("rotated");
            assertFails(client.ask(query).get(0), Failure.DENIED, "401");
            Files.writeString(token, "rotated");
            assertThat(client.ask(query).get(0)).isInstanceOf(Found.class);
        }
    }

    @Test
    void nothingKeepsTheProgramAlive() {
        try (var server = FakePrometheus.answering(q -> Reply.vector(ONE))) {
            ask(endpoint(server.url(), Optional.empty(), Map.of()), "x");

            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(t -> t.getName().startsWith("HttpClient"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void endpointThatCannotBeRightIsRefusedWithARemedy() {
        for (String base : List.of("prometheus:9090", "ftp://prometheus", "http:///path", "/only/a/path")) {
            assertThatThrownBy(() -> PrometheusEndpoint.of(URI.create(base)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("base")
                    .hasMessageContaining("http://prometheus:9090");
        }
        assertThatThrownBy(() -> PrometheusEndpoint.of(URI.create("http://prometheus:9090/?key=" + SECRET)))
                .hasMessageContaining("extraParameters")
                .hasMessageNotContaining(SECRET);
        assertThat(PrometheusEndpoint.of(URI.create("http://[::1]:9090/a/")).shown())
                .isEqualTo("http://[::1]:9090/a");
        assertThatThrownBy(() -> new TrafficSettings(
                        TrafficMetrics.FRONTEND, "dynamo-namespace", Duration.ofSeconds(1), Duration.ZERO))
                .hasMessageContaining("namespaceLabel");
    }
}
