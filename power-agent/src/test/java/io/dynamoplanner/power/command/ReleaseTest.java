package io.dynamoplanner.power.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dynamoplanner.power.ExitCode;
import io.dynamoplanner.power.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hook waits for before an uninstall goes on; the API server is a script. */
class ReleaseTest {
    private static final String HEARD = "\"uninstalling\":true";
    private static final String NOT_HEARD = "\"uninstalling\":false";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> patches = Collections.synchronizedList(new ArrayList<>());
    /** What one look after the other finds; the last one stays. */
    private final Deque<String> looks = new ArrayDeque<>();

    private int looked;

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String answer = "{}";
                if (exchange.getRequestMethod().equals("PATCH")) {
                    patches.add(exchange.getRequestURI().getPath() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                } else {
                    looked++;
                    answer = looks.size() > 1 ? looks.removeFirst() : looks.getFirst();
                }
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String status(String node, String fields) {
        return "{\"metadata\":{\"name\":\"" + node + "\"},\"status\":{" + fields + "}}";
    }

    private void finds(String... statuses) {
        looks.add("{\"items\":[" + String.join(",", statuses) + "]}");
    }

    private int release(int timeout) throws IOException {
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                current-context: c
                contexts: [{name: c, context: {cluster: k}}]
                clusters: [{name: k, cluster: {server: "http://127.0.0.1:%d"}}]
                """.formatted(server.getAddress().getPort()));
        var both = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Main.run(
                new String[] {"release", "--kubeconfig=" + kubeconfig, "--control=ns/switches", "--timeout=" + timeout},
                both,
                both);
    }

    @Test
    void itWaitsUntilEachAgentHasHeardOfItAndLimitsNoBoard() throws IOException {
        finds(status("a", NOT_HEARD + ",\"managed\":0"), status("b", HEARD + ",\"managed\":2"));
        finds(status("a", HEARD + ",\"managed\":0"), status("b", HEARD + ",\"managed\":1"));
        finds(status("a", HEARD + ",\"managed\":0"), status("b", HEARD + ",\"managed\":0"));

        assertThat(release(60)).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);

        assertThat(looked).isEqualTo(3);
        assertThat(patches)
                .containsExactly("/api/v1/namespaces/ns/configmaps/switches {\"data\":{\"uninstall\":\"true\"}}");
    }

    /** The state file of the node cannot be used, so what it has limited is not known. */
    @Test
    void aNodeThatDoesNotSayHowManyBoardsItHasIsNotDone() throws IOException {
        finds(status("a", HEARD), status("b", HEARD + ",\"managed\":0"));

        assertThat(release(0)).isEqualTo(ExitCode.FAILED);

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("[a]", "kubectl delete gpupowerstatus");
    }

    @Test
    void aNodeThatHasNotHeardIsNamedAndTheUninstallDoesNotGoOn() throws IOException {
        finds(status("gone", NOT_HEARD + ",\"managed\":0"), status("b", HEARD + ",\"managed\":0"));

        assertThat(release(0)).isEqualTo(ExitCode.FAILED);

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("[gone]").doesNotContain("no board is limited");
    }

    @Test
    void withoutAnyAgentThereIsNothingToWaitFor() throws IOException {
        finds();

        assertThat(release(0)).isEqualTo(ExitCode.OK);
    }
}
