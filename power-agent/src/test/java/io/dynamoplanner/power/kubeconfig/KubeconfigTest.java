package io.dynamoplanner.power.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.api.ApiServer;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.tls.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {
    @TempDir
    private Path folder;

    private Path file(String name, String cluster, String user) throws IOException {
        return Files.writeString(folder.resolve(name), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts:
                - name: there
                  context: {cluster: other, user: other}
                - name: here
                  context: {cluster: c, user: u}
                clusters: [{name: c, cluster: {%s}}]
                users: [{name: u, user: {%s}}]
                """.formatted(cluster, user));
    }

    private static ApiServer server(Path... files) {
        return Kubeconfig.read(List.of(files)).server();
    }

    @Test
    void theCurrentContextCounts() throws IOException {
        ApiServer server = server(file("config", "server: 'https://one:6443'", "token: t"));

        assertThat(server.address()).hasToString("https://one:6443");
        assertThat(server.credentials().authorization()).isEqualTo("Bearer t");
    }

    @Test
    void filesBesideTheKubeconfigAreFound() throws IOException {
        Files.writeString(folder.resolve("token"), "of the file\n");
        try (SelfSigned tls = SelfSigned.create()) {
            Files.copy(tls.certificate(), folder.resolve("ca.pem"));
            Files.copy(tls.key(), folder.resolve("key.pem"));

            ApiServer server = server(file(
                    "config",
                    "server: 'https://one', certificate-authority: ca.pem",
                    "tokenFile: token, client-certificate: ca.pem, client-key: key.pem"));

            assertThat(server.tls().sockets()).isNotNull();
            assertThat(server.credentials().authorization()).isEqualTo("Bearer of the file");
        }
    }

    @Test
    void ofSeveralFilesTheFirstThatNamesSomethingHolds() throws IOException {
        Path first = Files.writeString(folder.resolve("first"), """
                clusters: [{name: c, cluster: {server: "https://first"}}]
                """);
        Path second = file("second", "server: 'https://second'", "token: t");

        assertThat(server(first, folder.resolve("missing"), second).address()).hasToString("https://first");
    }

    @Test
    void aProgramFetchesCredentialsAndAgainAfterARefusal() throws IOException {
        Files.writeString(folder.resolve("fetch.sh"), """
                echo x >> "$1"
                case "$KUBERNETES_EXEC_INFO" in *'"server":"https://one"'*) ;; *) exit 3;; esac
                echo "{\\"status\\":{\\"token\\":\\"$VARIABLE-$(wc -l < "$1" | tr -d ' ')\\"}}"
                """);
        ApiServer server = server(file(
                "config", "server: 'https://one'", """
                exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ["%s", "%s"],
                       env: [{name: VARIABLE, value: fetched}], provideClusterInfo: true}
                """.formatted(folder.resolve("fetch.sh"), folder.resolve("runs"))));

        assertThat(server.credentials().authorization()).isEqualTo("Bearer fetched-1");
        assertThat(server.credentials().renew()).isTrue();
        assertThat(server.credentials().authorization()).isEqualTo("Bearer fetched-2");
    }

    @Test
    void aProgramThatFailsIsNamed() throws IOException {
        Path config = file("config", "server: 'https://one'", "exec: {command: 'false'}");

        assertThatThrownBy(() -> server(config)).isInstanceOf(BadInput.class).hasMessageContaining("false has ended");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insecure-skip-tls-verify | server: 'https://one', insecure-skip-tls-verify: true | token: t",
                "proxy-url | server: 'https://one', proxy-url: 'http://p' | token: t",
                "auth-provider | server: 'https://one' | auth-provider: gcp",
                "username | server: 'https://one' | username: u",
                "as is not | server: 'https://one' | token: t, as: admin",
                "as-groups | server: 'https://one' | token: t, as-groups: [admins]",
                "as-uid | server: 'https://one' | token: t, as-uid: '7'",
                "as-user-extra | server: 'https://one' | token: t, as-user-extra: {a: [b]}",
                "the token | server: 'https://one' | token: \"t\\r\\nX-Other: y\"",
                "is no https | server: one | token: t",
                "certificate-authority | server: 'https://one', certificate-authority: missing | token: t",
            })
    void whatIsNotUnderstoodIsNamedWithTheFile(String named, String cluster, String user) throws IOException {
        Path config = file("config", cluster, user);

        assertThatThrownBy(() -> server(config))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(named)
                .hasMessageContaining(config.toString());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Path missing = folder.resolve("missing");
        Path noContext = Files.writeString(folder.resolve("no-context"), "{}");
        Path noCluster = Files.writeString(
                folder.resolve("no-cluster"), "{current-context: a, contexts: [{name: a, context: {cluster: b}}]}");

        assertThatThrownBy(() -> server(missing)).hasMessageContaining("--kubeconfig");
        assertThatThrownBy(() -> server(noContext)).hasMessageContaining("use-context");
        assertThatThrownBy(() -> server(noCluster))
                .hasMessageContaining("\"b\"")
                .hasMessageContaining("clusters");
    }

    @Test
    void blanksAroundATokenAreNoPartOfIt() throws IOException {
        assertThat(server(file("config", "server: 'https://one'", "token: \"t\\n\""))
                        .credentials()
                        .authorization())
                .isEqualTo("Bearer t");
    }

    @Test
    void aTokenFileWithALineBreakInsideIsRefused() throws IOException {
        Files.writeString(folder.resolve("token"), "a\r\nX-Other: y");
        ApiServer server = server(file("config", "server: 'https://one'", "tokenFile: token"));

        assertThatThrownBy(() -> server.credentials().authorization())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line breaks");
    }

    @Test
    void aProgramThatDoesNotEndIsEndedWithItsChildren() throws IOException {
        Path child = folder.resolve("child");
        var exec = new ObjectMapper().createObjectNode().put("command", "sh");
        exec.putArray("args").add("-c").add("sleep 600 & echo $! > '" + child + "'; wait");

        assertThatThrownBy(() -> new ExecPlugin(
                        folder.resolve("config"), exec, URI.create("https://one"), new byte[0], Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sh has fetched no credentials");

        long pid = Long.parseLong(Files.readString(child).strip());
        Await.until(
                "end of the child",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
}
