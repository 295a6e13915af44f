package io.dynamoplanner.power.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.tls.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a socket that answers byte by byte what the test says. */
class ApiClientTest {
    private final ApiTally tally = new ApiTally();
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    private final List<ServerSocket> servers = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    /** @param answer to the head of a request; one character at a time, so that nothing is there at once */
    private URI serving(Function<String, String> answer) throws IOException {
        var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        servers.add(server);
        var thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    String head = head(socket.getInputStream());
                    while (!head.isEmpty()) {
                        heads.add(head);
                        String said = answer.apply(head);
                        for (byte each : said.getBytes(StandardCharsets.UTF_8)) {
                            socket.getOutputStream().write(each);
                        }
                        if (said.contains("Connection: close")) {
                            break;
                        }
                        head = head(socket.getInputStream());
                    }
                } catch (IOException e) {
                    // the client has gone, or the test is over
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private ApiClient client(URI address) {
        return new ApiClient(new ApiServer(address, Tls.none(), Credentials.token("secret")), tally);
    }

    @Test
    void anAnswerInChunksIsReadToItsEndAndTheNextRequestGoesOverTheSameConnection() throws IOException {
        String answer = String.join(
                "\r\n",
                List.of(
                        "HTTP/1.1 200 OK",
                        "Transfer-Encoding: chunked",
                        "",
                        "5;name=value",
                        "{\"a\":",
                        "8",
                        " \"zwölf",
                        "2",
                        "\"}",
                        "0",
                        "Trailer: x",
                        "",
                        ""));
        URI address = serving(head -> answer);
        try (ApiConnection connection = client(address).connect("list", Duration.ofSeconds(20))) {
            for (int i = 0; i < 2; i++) {
                try (InputStream body = connection.get("list", "api/v1/pods", "application/json")) {
                    assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo("{\"a\": \"zwölf\"}");
                }
            }
        }
        assertThat(tally.count("list")).isEqualTo(2);
        assertThat(heads.get(0))
                .startsWith("GET /api/v1/pods HTTP/1.1\r\n")
                .contains("Authorization: Bearer secret\r\n", "Accept: application/json\r\n", "Host: 127.0.0.1:");
    }

    @Test
    void anAnswerWithALengthEndsThereAndOneWithoutEndsWithTheConnection() throws IOException {
        URI withLength = serving(head -> "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbodyrest");
        URI without = serving(head -> "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");

        assertThat(client(withLength).get("x").body()).isEqualTo("body");
        assertThat(client(without).get("x").body()).isEqualTo("all of it");
    }

    @Test
    void aPathInFrontIsKept() throws IOException {
        URI address = serving(head -> "HTTP/1.1 204 No Content\r\n\r\n");

        assertThat(client(URI.create(address + "/k8s/clusters/one/"))
                        .merge("api/v1/x", "{}")
                        .problem())
                .isEmpty();

        assertThat(heads.get(0))
                .startsWith("PATCH /k8s/clusters/one/api/v1/x?fieldManager=dynamo-power-agent HTTP/1.1\r\n")
                .contains("Content-Type: application/merge-patch+json\r\n", "Content-Length: 2\r\n");
    }

    @Test
    void aRefusalIsToldInTheWordsOfTheServer() throws IOException {
        URI address = serving(head -> "HTTP/1.1 403 Forbidden\r\nContent-Length: 74\r\n\r\n"
                + "{\"kind\":\"Status\",\"details\":{\"message\":\"no\"},\"message\":\"pods is forbidden\"}");

        assertThat(client(address).get("x").problem()).isEqualTo("403 pods is forbidden");
        try (ApiConnection connection = client(address).connect("list", Duration.ofSeconds(20))) {
            assertThatThrownBy(() -> connection.get("list", "x", "application/json"))
                    .isInstanceOfSatisfying(
                            ApiFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.DENIED));
        }
        assertThat(tally.counts()).containsEntry(new ApiTally.Call("list", 403), 1L);
    }

    @Test
    void aServerThatAsksForPatienceIsHeard() throws IOException {
        URI address = serving(head -> "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");

        try (ApiConnection connection = client(address).connect("watch", Duration.ofSeconds(20))) {
            assertThatThrownBy(() -> connection.get("watch", "x", "application/json"))
                    .isInstanceOfSatisfying(ApiFailure.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.BUSY);
                        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
                    });
        }
    }

    @Test
    void aTokenThatIsRefusedIsReadAgainAtOnce() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "old\n");
        URI address = serving(head -> {
            boolean fresh = head.contains("Bearer new\r\n");
            write(token, "new\n");
            return fresh
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    : "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno";
        });

        var client = new ApiClient(new ApiServer(address, Tls.none(), new TokenFile(token, System::nanoTime)), tally);

        assertThat(client.get("x").body()).isEqualTo("ok");
        assertThat(heads).hasSize(2);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTokenIsReadAgainOnceAMinute() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first");
        var nanos = new AtomicLong();
        var token = new TokenFile(file, nanos::get);
        assertThat(token.authorization()).isEqualTo("Bearer first");
        write(file, "second");

        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(token.authorization()).isEqualTo("Bearer first");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(token.authorization()).isEqualTo("Bearer second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9\r\n\r\n",
                "HTTP/1.1 999 x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
            })
    void whatIsNoAnswerIsToldAndNotWaitedFor(String bytes) throws IOException {
        URI address = serving(head -> bytes);

        assertThat(client(address).get("x").problem()).startsWith("no answer");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        URI address = serving(head -> "");
        servers.get(0).close();

        assertThat(client(address).get("x").problem()).contains("no connection to " + address);
        assertThat(tally.counts()).containsEntry(new ApiTally.Call("get", 0), 1L);
    }

    /** Accepts and says nothing, or says a little all the time; both would hold an agent up that is to stop. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"})
    void aServerThatDoesNotComeToAnEndIsGivenUp(String head) throws IOException {
        var drips = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        servers.add(drips);
        var closed = new CountDownLatch(1);
        var thread = new Thread(() -> {
            try (Socket socket = drips.accept()) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                while (true) {
                    if (!head.isEmpty()) {
                        socket.getOutputStream().write('x');
                    } else if (socket.getInputStream().read() < 0) {
                        throw new IOException("closed");
                    }
                }
            } catch (IOException e) {
                closed.countDown();
            }
        });
        thread.setDaemon(true);
        thread.start();
        ApiClient client = client(URI.create("http://127.0.0.1:" + drips.getLocalPort()));

        assertThat(client.within(Duration.ofMillis(200)).apply("x", "{}").problem())
                .isNotEmpty();

        Await.until("closed connection", () -> closed.getCount() == 0);
    }

    @Test
    void aHandshakeThatDoesNotComeToAnEndIsGivenUp() throws IOException {
        var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        servers.add(silent);
        try (SelfSigned tls = SelfSigned.create()) {
            var server = new ApiServer(
                    URI.create("https://127.0.0.1:" + silent.getLocalPort()),
                    Tls.trusting(tls.certificate()),
                    Credentials.none());

            assertThat(new ApiClient(server, tally)
                            .within(Duration.ofMillis(200))
                            .get("x")
                            .problem())
                    .isNotEmpty();
        }
    }
}
