package io.dynamoplanner.power.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.power.api.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;

/** A program that fetches credentials, as clouds have it. It is run once, and again when the server refuses them. */
final class ExecPlugin implements Credentials {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final JsonNode exec;
    private final String info;
    private JsonNode fetched;

    /**
     * Runs it.
     *
     * @param file the kubeconfig; a command with a slash starts at its folder
     * @param exec as it stands there
     */
    ExecPlugin(Path file, JsonNode exec, URI address, byte[] authorities) throws IOException {
        this.file = file;
        this.exec = exec;
        ObjectNode wanted = JSON.createObjectNode()
                .put("apiVersion", exec.path("apiVersion").asText())
                .put("kind", "ExecCredential");
        ObjectNode spec = wanted.putObject("spec").put("interactive", false);
        if (exec.path("provideClusterInfo").asBoolean()) {
            spec.putObject("cluster")
                    .put("server", address.toString())
                    .put("certificate-authority-data", Base64.getEncoder().encodeToString(authorities));
        }
        this.info = wanted.toString();
        this.fetched = fetch();
    }

    /** The certificate that it has fetched; none if it fetched a token. */
    synchronized KeyManager[] certificate() throws IOException {
        return ClientCertificate.of(
                fetched.path("clientCertificateData").asText("").getBytes(StandardCharsets.UTF_8),
                fetched.path("clientKeyData").asText("").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized String authorization() {
        String token = fetched.path("token").asText("");
        return token.isEmpty() ? "" : "Bearer " + token;
    }

    @Override
    public synchronized boolean renew() throws IOException {
        JsonNode before = fetched;
        fetched = fetch();
        return !fetched.equals(before);
    }

    private JsonNode fetch() throws IOException {
        String command = exec.path("command").asText();
        List<String> words = new ArrayList<>();
        words.add(
                command.contains("/")
                        ? file.toAbsolutePath().resolveSibling(command).toString()
                        : command);
        exec.path("args").forEach(word -> words.add(word.asText()));
        var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
        exec.path("env")
                .forEach(variable -> builder.environment()
                        .put(
                                variable.path("name").asText(),
                                variable.path("value").asText()));
        builder.environment().put("KUBERNETES_EXEC_INFO", info);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IOException(command + " has ended with status " + process.exitValue());
            }
            JsonNode status = JSON.readTree(said).path("status");
            if (!status.isObject()) {
                throw new IOException(command + " has written no credentials");
            }
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " fetched credentials", e);
        }
    }
}
