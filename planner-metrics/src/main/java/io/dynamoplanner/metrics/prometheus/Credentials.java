package io.dynamoplanner.metrics.prometheus;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What one request says about who asks, and the means to keep it out of messages.
 *
 * @param header value of the header Authorization; empty if there are no credentials
 */
record Credentials(Optional<String> header) {
    private static final int LONGEST_LINE = 300;
    /** Shorter values are words of the language; replacing them would garble every message. */
    private static final int SHORTEST_SECRET = 4;

    /** Reads the credentials of an endpoint; the message of an exception names the file and holds no secret. */
    static Credentials of(PrometheusEndpoint endpoint) throws IOException {
        if (endpoint.tokenFile().isPresent()) {
            return bearer(
                    read(endpoint.tokenFile().get()),
                    "token file " + endpoint.tokenFile().get());
        }
        if (endpoint.token().isPresent()) {
            return bearer(endpoint.token().get(), "token");
        }
        String user = endpoint.base().getUserInfo();
        return new Credentials(Optional.ofNullable(user)
                .map(u -> "Basic " + Base64.getEncoder().encodeToString(u.getBytes(StandardCharsets.UTF_8))));
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IOException(
                    "token file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static Credentials bearer(String text, String source) throws IOException {
        String token = text.strip();
        if (token.isEmpty()) {
            throw new IOException(source + " is empty");
        }
        // The HTTP client would refuse it as well, with the token in its message.
        if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(source + " holds characters that an HTTP header cannot carry");
        }
        return new Credentials(Optional.of("Bearer " + token));
    }

    /** One line of limited length in which no credential and no value of an extra parameter is left. */
    String line(String text, PrometheusEndpoint endpoint) {
        String shown = text;
        for (String secret : secrets(endpoint)) {
            shown = hide(hide(shown, secret), URLEncoder.encode(secret, StandardCharsets.UTF_8));
        }
        String line = shown.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }

    private List<String> secrets(PrometheusEndpoint endpoint) {
        var secrets = new ArrayList<>(endpoint.extraParameters().values());
        header.ifPresent(h -> secrets.add(h.substring(h.indexOf(' ') + 1)));
        endpoint.token().ifPresent(secrets::add);
        String user = endpoint.base().getUserInfo();
        if (user != null) {
            secrets.add(user.substring(user.indexOf(':') + 1));
        }
        return secrets;
    }

    private static String hide(String text, String secret) {
        return secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "***");
    }

    @Override
    public String toString() {
        return header.isPresent() ? "***" : "none";
    }
}
