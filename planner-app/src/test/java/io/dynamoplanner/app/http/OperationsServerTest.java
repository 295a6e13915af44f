package io.dynamoplanner.app.http;

import static io.dynamoplanner.app.http.FakeOperations.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.dynamoplanner.app.http.OperationsServer.Port;
import io.dynamoplanner.metrics.exporter.Exposition;
import io.dynamoplanner.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsServerTest {
    private static final Port METRICS = Port.metrics(OperationsServer.RANDOM, "PLANNER_PROMETHEUS_PORT");
    private static final Port SYSTEM = Port.system(OperationsServer.RANDOM, "DYN_SYSTEM_PORT");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : toClose) {
            one.close();
        }
    }

    private OperationsServer open(Operations operations, Port... ports) {
        OperationsServer server =
                OperationsServer.open(List.of(ports), operations, () -> START, Duration.ofSeconds(30));
        toClose.add(server);
        return server;
    }

    private static int number(OperationsServer server, Port port) {
        return server.port(port.setting()).orElseThrow();
    }

    private static HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Await.PATIENCE);
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return client.send(to(port, path).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live", "/livez", "/health", "/readyz", "/decisions?last=1"})
    void probesAndDecisionsAreOnTheirPortAndMetricsOnTheirs(String path) throws Exception {
        OperationsServer server = open(new FakeOperations(), METRICS, SYSTEM);

        assertThat(get(number(server, SYSTEM), path).statusCode()).isEqualTo(200);
        assertThat(get(number(server, METRICS), path).statusCode()).isEqualTo(404);
        assertThat(get(number(server, METRICS), "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void headersAndBodyArriveAsAnswered() throws Exception {
        OperationsServer server = open(new FakeOperations(), METRICS);

        HttpResponse<String> metrics = get(number(server, METRICS), "/metrics");
        assertThat(metrics.body()).isEqualTo("up 1\n");
        assertThat(metrics.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(get(number(server, METRICS), "/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void largeAnswersAreZippedForThoseWhoAcceptThat() throws Exception {
        String large = "up 1\n".repeat(2_000);
        OperationsServer server = open(
                new FakeOperations() {
                    @Override
                    public Exposition metrics(String accept) {
                        return new Exposition("text/plain", large);
                    }
                },
                METRICS);
        HttpRequest.Builder request = to(number(server, METRICS), "/metrics");

        HttpResponse<byte[]> zipped =
                client.send(request.header("Accept-Encoding", "gzip, deflate").build(), BodyHandlers.ofByteArray());

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.body()).hasSizeLessThan(1_000);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .asString(UTF_8)
                .isEqualTo(large);
        assertThat(get(number(server, METRICS), "/metrics").body()).isEqualTo(large);
    }

    @Test
    void headHasTheStatusAndNoBody() throws Exception {
        OperationsServer server = open(new FakeOperations(), SYSTEM);

        HttpResponse<String> head = client.send(
                to(number(server, SYSTEM), "/readyz")
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void otherMethodsAreRefused(String method) throws Exception {
        OperationsServer server = open(new FakeOperations(), SYSTEM);

        HttpResponse<String> refused = client.send(
                to(number(server, SYSTEM), "/readyz")
                        .method(method, BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void aTakenPortIsNamedWithItsSettingAndTheOtherOneIsClosedAgain() throws Exception {
        try (ServerSocket somebody = new ServerSocket(0)) {
            Port first = Port.metrics(free(), "PLANNER_PROMETHEUS_PORT");
            Port taken = Port.system(somebody.getLocalPort(), "DYN_SYSTEM_PORT");

            assertThatThrownBy(() -> open(new FakeOperations(), first, taken))
                    .isInstanceOf(PortException.class)
                    .hasMessageStartingWith(
                            "port " + taken.number() + " (DYN_SYSTEM_PORT) cannot be opened: Address already in use")
                    .hasMessageEndingWith("or set another port, or 0 to do without")
                    .asInstanceOf(type(PortException.class))
                    .satisfies(e -> assertThat(e.port()).isEqualTo(taken.number()))
                    .satisfies(e -> assertThat(e.setting()).isEqualTo("DYN_SYSTEM_PORT"));
            assertThatThrownBy(() -> get(first.number(), "/live")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aPortOfZeroIsNotOpenedAndANumberGivenTwiceIsOpenedForBoth() throws Exception {
        int number = free();
        OperationsServer server = open(
                new FakeOperations(),
                Port.metrics(number, "one"),
                Port.system(number, "two"),
                Port.metrics(OperationsServer.OFF, "three"));

        assertThat(get(number, "/live").statusCode()).isEqualTo(200);
        assertThat(get(number, "/metrics").statusCode()).isEqualTo(200);
        assertThat(server.port("two")).isEmpty();
        assertThat(server.port("three")).isEmpty();
    }

    /** Whatever hangs behind the metrics, a probe does not wait for it. */
    @Test
    void probesAreAnsweredWhileScrapesHang() throws Exception {
        var hang = new CountDownLatch(1);
        var asked = new AtomicInteger();
        int number = free();
        Port[] both = {Port.metrics(number, "one"), Port.system(number, "two")};
        open(
                new FakeOperations() {
                    @Override
                    public Exposition metrics(String accept) {
                        asked.incrementAndGet();
                        try {
                            hang.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return super.metrics(accept);
                    }
                },
                both);
        int port = both[0].number();
        var first = client.sendAsync(to(port, "/metrics").build(), BodyHandlers.ofString());
        var second = client.sendAsync(to(port, "/metrics").build(), BodyHandlers.ofString());
        Await.until("two scrapes", () -> asked.get() == 2);

        assertThat(get(port, "/metrics").statusCode()).isEqualTo(503);
        for (int i = 0; i < 20; i++) {
            assertThat(get(port, "/live").statusCode()).isEqualTo(200);
        }

        hang.countDown();
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(second.get().statusCode()).isEqualTo(200);
        assertThat(get(port, "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void probesAreAnsweredWhileOthersSendHalfRequests() throws Exception {
        OperationsServer server = open(new FakeOperations(), SYSTEM);
        int port = number(server, SYSTEM);
        for (int i = 0; i < 40; i++) {
            var half = new Socket(InetAddress.getLoopbackAddress(), port);
            toClose.add(half);
            half.getOutputStream().write("GET /li".getBytes(UTF_8));
        }

        assertThat(get(port, "/live").statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerThatFailsIsAnErrorAndTheNextOneWorks() throws Exception {
        OperationsServer server = open(
                new FakeOperations() {
                    @Override
                    public Readiness readiness() {
                        throw new IllegalStateException("bug");
                    }
                },
                SYSTEM);

        HttpResponse<String> failed = get(number(server, SYSTEM), "/readyz");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("bug");
        assertThat(get(number(server, SYSTEM), "/live").statusCode()).isEqualTo(200);
    }

    @Test
    void closingCutsOffAnswersThatHang() throws Exception {
        var asked = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        OperationsServer server = open(
                new FakeOperations() {
                    @Override
                    public Exposition metrics(String accept) {
                        asked.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                        }
                        return super.metrics(accept);
                    }
                },
                METRICS);
        int port = number(server, METRICS);
        var answer = client.sendAsync(to(port, "/metrics").build(), BodyHandlers.ofString());
        asked.await();

        server.close();

        interrupted.await();
        assertThatThrownBy(answer::get).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(port, "/live")).isInstanceOf(ConnectException.class);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
