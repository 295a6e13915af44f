package io.dynamoplanner.power.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.power.api.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;

/** A program that fetches credentials, as clouds have it. It is run once, and again when the server refuses them. */
final class ExecPlugin implements Credentials {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A program that waits for a person or for a lost server is not waited for. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path file;
    private final JsonNode exec;
    private final String info;
    private final Duration limit;
    private JsonNode fetched;

    /**
     * Runs it.
     *
     * @param file the kubeconfig; a command with a slash starts at its folder
     * @param exec as it stands there
     * @param limit how long it may take
     */
    ExecPlugin(Path file, JsonNode exec, URI address, byte[] authorities, Duration limit) throws IOException {
        this.limit = limit;
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
        String token = fetched.path("token").asText("").strip();
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
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            byte[] said = output(process).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new IOException(command + " has ended with status " + process.exitValue());
            }
            JsonNode status = JSON.readTree(said).path("status");
            if (!status.isObject()) {
                throw new IOException(command + " has written no credentials");
            }
            checkToken(status, command);
            return status;
        } catch (TimeoutException e) {
            throw new IOException(command + " has fetched no credentials within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("what " + command + " writes cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " fetched credentials", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void checkToken(JsonNode status, String command) throws IOException {
        try {
            var unused = Credentials.clean(status.path("token").asText("").strip(), "the token of " + command);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static CompletableFuture<byte[]> output(Process process) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return process.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
