package io.dynamoplanner.metrics.prometheus;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a Prometheus server is and how it is asked. Printing it shows no secret.
 *
 * @param base http or https URL, with the path prefix if the server has one; user information in it is sent as basic
 *     authentication unless there is a token
 * @param token bearer token
 * @param tokenFile file with the bearer token; read anew for every request and preferred to {@code token}
 * @param caBundle PEM file with certificates to trust besides those of the JDK; having one implies verification; read
 *     anew for every batch, so that a renewed file needs no restart
 * @param verify whether the certificate of the server is checked; false trusts every server
 * @param extraParameters added to the URL of every request: what a proxy asks for
 * @param requestTimeout longest time for one request
 * @param deadline longest time for a batch of requests, whatever their number
 */
public record PrometheusEndpoint(
        URI base,
        Optional<String> token,
        Optional<Path> tokenFile,
        Optional<Path> caBundle,
        boolean verify,
        Map<String, String> extraParameters,
        Duration requestTimeout,
        Duration deadline) {
    public PrometheusEndpoint {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(tokenFile, "tokenFile");
        Objects.requireNonNull(caBundle, "caBundle");
        extraParameters = Map.copyOf(extraParameters);
        String scheme = base.getScheme();
        if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) || base.getHost() == null) {
            throw new IllegalArgumentException("base must be an http or https URL with a host, http://prometheus:9090"
                    + " for instance, got '" + withoutUser(base) + "'");
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("base must end with the path, got '" + withoutUser(base)
                    + "' with more behind it; parameters belong into extraParameters");
        }
        positive("requestTimeout", requestTimeout);
        positive("deadline", deadline);
    }

    /** An endpoint without credentials; certificates are verified, 10 s for a request, 20 s for a batch. */
    public static PrometheusEndpoint of(URI base) {
        return new PrometheusEndpoint(
                base,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Map.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20));
    }

    /** The base URL for people: without user information, parameters and a slash at the end. */
    public String shown() {
        return withoutUser(base);
    }

    /** Whether every server is trusted. */
    boolean trustsEveryone() {
        return !verify && caBundle.isEmpty();
    }

    @Override
    public String toString() {
        return "PrometheusEndpoint[" + shown()
                + (token.isPresent() || tokenFile.isPresent() ? ", token ***" : "")
                + ", verify=" + !trustsEveryone()
                + ", parameters=" + extraParameters.keySet()
                + ", requestTimeout=" + requestTimeout
                + ", deadline=" + deadline + "]";
    }

    private static String withoutUser(URI uri) {
        try {
            String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), path, null, null).toString();
        } catch (URISyntaxException e) {
            return uri.getScheme() + "://" + uri.getHost();
        }
    }

    private static void positive(String field, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(field + " must be positive, got " + duration);
        }
    }
}
