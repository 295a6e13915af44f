package io.dynamoplanner.power.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.testing.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAccountTest {
    private static final String HOST = "KUBERNETES_SERVICE_HOST";

    @TempDir
    private Path folder;

    @Test
    void theVariablesAndTheFolderOfAPodAreAllThatIsNeeded() throws IOException {
        Files.writeString(folder.resolve("token"), "t");

        ApiServer server = ServiceAccount.find(Map.of(HOST, "10.0.0.1", "KUBERNETES_SERVICE_PORT", "6443"), folder)
                .orElseThrow();

        assertThat(server.address()).hasToString("https://10.0.0.1:6443");
        assertThat(server.credentials().authorization()).isEqualTo("Bearer t");
        assertThat(ServiceAccount.find(Map.of(HOST, "fd00::1"), folder)
                        .orElseThrow()
                        .address())
                .hasToString("https://[fd00::1]:443");
    }

    @Test
    void outsideOfAPodThereIsNone() throws IOException {
        assertThat(ServiceAccount.find(Map.of(HOST, "10.0.0.1"), folder)).isEmpty();
        Files.writeString(folder.resolve("token"), "t");
        assertThat(ServiceAccount.find(Map.of(), folder)).isEmpty();
    }

    @Test
    void variablesThatAreNoAddressAreNamed() throws IOException {
        Files.writeString(folder.resolve("token"), "t");

        assertThatThrownBy(() -> ServiceAccount.find(Map.of(HOST, "h", "KUBERNETES_SERVICE_PORT", "x"), folder))
                .hasMessageContaining("KUBERNETES_SERVICE_PORT=x");
    }

    @Test
    void anAuthorityThatIsReplacedIsTrustedFromThenOn() throws IOException {
        Path file = folder.resolve("ca.crt");
        try (SelfSigned first = SelfSigned.create();
                SelfSigned second = SelfSigned.create()) {
            Files.copy(first.certificate(), file);
            Tls tls = Tls.trusting(file);
            SSLSocketFactory before = tls.sockets();
            assertThat(tls.sockets()).isSameAs(before);

            Files.write(file, Files.readAllBytes(second.certificate()));

            assertThat(tls.sockets()).isNotSameAs(before);
        }
        Files.writeString(file, "");
        assertThatThrownBy(() -> Tls.trusting(file).sockets()).hasMessageContaining("is empty");
        Files.writeString(file, "no certificate");
        assertThatThrownBy(() -> Tls.trusting(file).sockets()).isInstanceOf(IOException.class);
    }
}
