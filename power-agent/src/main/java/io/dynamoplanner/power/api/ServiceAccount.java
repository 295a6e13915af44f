package io.dynamoplanner.power.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The access that Kubernetes gives each pod: two variables and a folder with a token and the authority of the API server. */
public final class ServiceAccount {
    /** Where the folder is mounted. */
    public static final String FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

    private ServiceAccount() {}

    /**
     * The API server of the cluster that this process runs in; empty outside of one.
     *
     * @throws IllegalArgumentException if the variables name no address
     */
    public static Optional<ApiServer> find(Map<String, String> environment, Path folder) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        Path token = folder.resolve("token");
        if (host.isEmpty() || !Files.exists(token)) {
            return Optional.empty();
        }
        return Optional.of(new ApiServer(
                address(host, port), Tls.trusting(folder.resolve("ca.crt")), new TokenFile(token, System::nanoTime)));
    }

    /** An address of IPv6 gets its brackets. */
    private static URI address(String host, String port) {
        try {
            return new URI("https", null, host, Integer.parseInt(port), null, null, null);
        } catch (URISyntaxException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "KUBERNETES_SERVICE_HOST=" + host + " and KUBERNETES_SERVICE_PORT=" + port + " are no address", e);
        }
    }
}
