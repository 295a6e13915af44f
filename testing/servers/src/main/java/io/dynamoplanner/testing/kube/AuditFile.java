package io.dynamoplanner.testing.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.testing.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The audit log of an API server on this machine.
 *
 * <p>The server writes one line when a request arrives, before it does anything for it, and one when it has answered. A
 * client may have its answer a moment before the second line is written. The first line has then been there for long, so
 * it is enough to wait for the second lines of all first lines. A watch has a line when it begins and one when it ends;
 * the earlier one counts.
 */
final class AuditFile implements AuditLog {
    /** Every request of anybody but the server itself. */
    static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            rules:
            - level: None
              users: ["system:apiserver"]
            - level: Metadata
            """;

    /** A request that takes longer than this has not been answered when the question is asked. */
    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<Request> answered = new ArrayList<>();
    private final Set<String> answeredIds = new HashSet<>();
    private final Set<String> waiting = new HashSet<>();
    private long read;

    AuditFile(Path file) {
        this.file = file;
    }

    @Override
    public synchronized List<Request> since(Instant from) {
        readOn();
        Set<String> before = Set.copyOf(waiting);
        Await.within(CATCH_UP, () -> {
            readOn();
            return Collections.disjoint(waiting, before);
        });
        return answered.stream()
                .filter(request -> !request.at().isBefore(from))
                .sorted(Comparator.comparing(Request::at))
                .toList();
    }

    private void readOn() {
        if (!Files.exists(file)) {
            return;
        }
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(log.length() - read)];
            log.seek(read);
            log.readFully(bytes);
            int lines = lastLineEnd(bytes);
            for (String line : new String(bytes, 0, lines, UTF_8).lines().toList()) {
                add(JSON.readTree(line));
            }
            read += lines;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON in " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void add(JsonNode event) {
        String id = event.path("auditID").asText();
        if (event.path("stage").asText().equals("RequestReceived")) {
            waiting.add(id);
            return;
        }
        waiting.remove(id);
        if (answeredIds.add(id)) {
            answered.add(request(event));
        }
    }

    private static Request request(JsonNode event) {
        JsonNode object = event.path("objectRef");
        return new Request(
                Instant.parse(event.path("requestReceivedTimestamp").asText()),
                event.path("user").path("username").asText(),
                event.path("verb").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText(),
                object.path("subresource").asText(),
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.path("requestURI").asText(),
                event.path("responseStatus").path("code").asInt());
    }
}
