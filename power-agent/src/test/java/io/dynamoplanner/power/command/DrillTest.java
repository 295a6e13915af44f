package io.dynamoplanner.power.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dynamoplanner.power.ExitCode;
import io.dynamoplanner.power.Main;
import java.io.ByteArrayInputStream;
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
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal must not leave the switch on; the API server is a script that plays an agent too. */
class DrillTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> patches = Collections.synchronizedList(new ArrayList<>());
    /** Statuses of the next changes and looks; 200 when there are no more. */
    private final Deque<Integer> changes = new ArrayDeque<>();

    private final Deque<Integer> looks = new ArrayDeque<>();
    private boolean on;

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean changing = exchange.getRequestMethod().equals("PATCH");
                Integer scripted = (changing ? changes : looks).pollFirst();
                int status = scripted == null ? 200 : scripted;
                if (changing) {
                    String patch = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    patches.add(patch);
                    on = status == 200 ? !patch.contains("off") : on;
                }
                byte[] bytes = list(on).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String list(boolean on) {
        return "{\"kind\":\"List\",\"metadata\":{\"continue\":\"\",\"x\":{}},\"items\":[{\"metadata\":{\"labels\":{},\"name\":\"a\"},"
                + "\"status\":{\"message\":\"\",\"emergency\":" + on + ",\"managed\":1,\"boards\":["
                + "{\"managed\":true,\"appliedWatts\":" + (on ? 200 : 700)
                + ",\"minWatts\":200,\"pods\":[{\"name\":\"p\"}]},"
                + "{\"managed\":false,\"appliedWatts\":700}]}}]}";
    }

    private int drill(int timeout) throws IOException {
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                current-context: c
                contexts: [{name: c, context: {cluster: k}}]
                clusters: [{name: k, cluster: {server: "http://127.0.0.1:%d"}}]
                """.formatted(server.getAddress().getPort()));
        var both = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Main.run(
                new String[] {
                    "drill",
                    "--watts=150",
                    "--kubeconfig=" + kubeconfig,
                    "--control=ns/switches",
                    "--timeout=" + timeout
                },
                both,
                both);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void allNodesGoDownAndComeBack() throws IOException {
        assertThat(drill(60)).as(said()).isEqualTo(ExitCode.OK);

        assertThat(said()).contains("1 nodes take part", "all nodes down", "all nodes back");
        assertThat(patches).hasSize(2);
    }

    @Test
    void aServerThatFailsForAMomentIsAskedAgainAndTheSwitchIsTakenBack() throws IOException {
        looks.addAll(List.of(200, 503, 500));
        changes.addAll(List.of(200, 503, 500));

        assertThat(drill(60)).as(said()).isEqualTo(ExitCode.OK);

        assertThat(on).isFalse();
        assertThat(patches).hasSize(4);
    }

    @Test
    void aSwitchThatStaysOnIsToldWithTheCommandThatTakesItBack() throws IOException {
        changes.addAll(List.of(200, 503));

        assertThat(drill(0)).isEqualTo(ExitCode.FAILED);

        assertThat(on).isTrue();
        assertThat(said())
                .contains(
                        "MAY STILL BE ON",
                        "kubectl -n ns patch configmap switches --type merge -p '{\"data\":{\"emergency\":\"off\"}}'");
    }

    @Test
    void aSwitchThatMayNotBeThrownIsNotTakenBack() throws IOException {
        changes.add(403);

        assertThat(drill(60)).isEqualTo(2);

        assertThat(patches).hasSize(1);
    }

    @Test
    void ofAThousandNodesLittleIsKept() throws IOException {
        String node = list(true).replaceFirst("(?s).*\"items\":\\[", "").replaceFirst("\\]\\}$", "");
        String all = "{\"items\":[" + String.join(",", Collections.nCopies(1000, node)) + "],\"metadata\":{}}";

        List<NodeStatus> nodes = NodeStatus.list(new ByteArrayInputStream(all.getBytes(StandardCharsets.UTF_8)));

        assertThat(nodes)
                .hasSize(1000)
                .last()
                .isEqualTo(new NodeStatus(
                        "a",
                        true,
                        false,
                        OptionalInt.of(1),
                        List.of(
                                new NodeStatus.BoardStatus(true, 200, 200),
                                new NodeStatus.BoardStatus(false, 700, 0))));
    }
}
