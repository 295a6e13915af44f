package io.dynamoplanner.k8s.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAccessTest {
    private final Path serviceAccount;
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    ClusterAccessTest(@TempDir Path folder) throws IOException {
        serviceAccount = Files.createDirectory(folder.resolve("serviceaccount"));
        home = Files.createDirectory(folder.resolve("home"));
        environment.put("HOME", home.toString());
    }

    @Test
    void theNearestNameOfTheNamespaceCounts() throws IOException {
        writeKubeconfig(home.resolve(".kube/config"), "https://one", "of-context");
        assertThat(namespace(Optional.empty())).isEqualTo("of-context");
        Files.writeString(serviceAccount.resolve("namespace"), "of-account\n");
        assertThat(namespace(Optional.empty())).isEqualTo("of-account");
        environment.put("POD_NAMESPACE", "of-pod");
        assertThat(namespace(Optional.empty())).isEqualTo("of-pod");
        environment.put("DYN_PARENT_DGD_K8S_NAMESPACE", "of-graph");
        assertThat(namespace(Optional.empty())).isEqualTo("of-graph");
        assertThat(namespace(Optional.of("configured"))).isEqualTo("configured");
        environment.put("DYN_PARENT_DGD_K8S_NAMESPACE", " ");
        assertThat(access().namespace(Optional.empty()).source()).isEqualTo("POD_NAMESPACE");
    }

    @Test
    void aContextWithoutNamespaceMeansDefaultButAPodDoesNot() throws IOException {
        writeServiceAccount();
        assertThatThrownBy(() -> namespace(Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no namespace", "POD_NAMESPACE", "set one");

        environment.remove("KUBERNETES_SERVICE_HOST");
        writeKubeconfig(home.resolve(".kube/config"), "https://one", "");
        assertThat(namespace(Optional.empty())).isEqualTo("default");
    }

    @Test
    void aPodUsesItsServiceAccountAndEachNewTokenOfIt() throws IOException {
        writeServiceAccount();
        writeKubeconfig(home.resolve(".kube/config"), "https://one", "");

        Config config = access().config();

        assertThat(config.getMasterUrl()).isEqualTo("https://10.0.0.1:6443/");
        assertThat(config.getCaCertFile())
                .isEqualTo(serviceAccount.resolve("ca.crt").toString());
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");
        Files.writeString(serviceAccount.resolve("token"), "second");
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
    }

    @Test
    void anAddressOfTheNewInternetIsBracketed() throws IOException {
        writeServiceAccount();
        environment.put("KUBERNETES_SERVICE_HOST", "fd00::1");

        assertThat(access().config().getMasterUrl()).isEqualTo("https://[fd00::1]:6443/");
    }

    @Test
    void aNamedKubeconfigComesFirstAndSeveralAreMerged() throws IOException {
        writeServiceAccount();
        Path one = home.resolve("one");
        Path two = home.resolve("two");
        writeKubeconfig(one, "https://one", "first");
        writeKubeconfig(two, "https://two", "second");
        environment.put("KUBECONFIG", home.resolve("none") + ":" + two + ":" + one);

        assertThat(access().config().getMasterUrl()).isEqualTo("https://two/");

        environment.put("KUBECONFIG", home.resolve("none").toString());
        assertThatThrownBy(() -> access().config())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KUBECONFIG: there is no file");
    }

    @Test
    void withoutAnyWayToAClusterItSaysWhatToDo() {
        assertThatThrownBy(() -> access().config())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no cluster", "set KUBECONFIG");
        assertThatThrownBy(() -> namespace(Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void proxiesAreThoseOfTheEnvironment() throws IOException {
        writeServiceAccount();
        environment.put("https_proxy", "http://proxy:3128");
        environment.put("NO_PROXY", "localhost, ,10.0.0.0/8,");

        Config config = access().config();

        assertThat(config.getHttpsProxy()).isEqualTo("http://proxy:3128");
        assertThat(config.getNoProxy()).containsExactly("localhost", "10.0.0.0/8");
    }

    private ClusterAccess access() {
        return new ClusterAccess(environment, serviceAccount);
    }

    private String namespace(Optional<String> configured) {
        return access().namespace(configured).name();
    }

    private void writeServiceAccount() throws IOException {
        environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        environment.put("KUBERNETES_SERVICE_PORT", "6443");
        Files.writeString(serviceAccount.resolve("token"), "first\n");
    }

    private static void writeKubeconfig(Path file, String server, String namespace) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me%s}}]
                clusters: [{name: here, cluster: {server: "%s"}}]
                users: [{name: me, user: {token: secret}}]
                """.formatted(namespace.isEmpty() ? "" : ", namespace: " + namespace, server));
    }
}
