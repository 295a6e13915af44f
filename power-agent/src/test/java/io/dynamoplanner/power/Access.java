package io.dynamoplanner.power;

import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiServer;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.api.Credentials;
import io.dynamoplanner.power.api.Tls;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The agent's own client with the access that a client of the tests has. */
public final class Access {
    private Access() {}

    public static ApiClient of(KubernetesClient other, ApiTally tally) {
        Config config = other.getConfiguration();
        return new ApiClient(
                server(URI.create(config.getMasterUrl()), config, Credentials.token(config.getOauthToken())), tally);
    }

    /** The same at another address, and as somebody else. */
    public static ApiServer server(URI address, Config config, Credentials credentials) {
        try {
            return new ApiServer(address, Tls.trusting(authority(config)), credentials);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The authority of the server, PEM. */
    public static byte[] authority(Config config) {
        try {
            return config.getCaCertData() == null
                    ? Files.readAllBytes(Path.of(config.getCaCertFile()))
                    : Base64.getDecoder().decode(config.getCaCertData());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
