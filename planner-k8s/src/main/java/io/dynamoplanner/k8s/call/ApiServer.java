package io.dynamoplanner.k8s.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The API server, one request at a time. Credentials, certificates and proxies are those of the client; its own repetitions
 * are switched off, so that one call is one request and whoever calls decides what to do about an error.
 */
public final class ApiServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_MESSAGE = 1000;

    private final HttpClient http;
    private final String address;

    /** The client stays that of the caller, who closes it. */
    public ApiServer(KubernetesClient client) {
        var once = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build();
        this.http = client.getHttpClient().newBuilder().tag(once).build();
        String url = client.getMasterUrl().toString();
        this.address = url.endsWith("/") ? url : url + "/";
    }

    /** Sends a request and waits for its answer. Never throws; an interrupt is a lost answer, and the flag stays set. */
    public Answer send(Call call, Duration timeout) {
        long millis = Math.max(1, timeout.toMillis());
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(address + call.path())
                .header("Accept", "application/json")
                .timeout(millis, TimeUnit.MILLISECONDS);
        call.body().ifPresent(body -> request.method(call.verb().method(), call.contentType(), body.toString()));
        CompletableFuture<HttpResponse<String>> response;
        try {
            response = http.sendAsync(request.build(), String.class);
        } catch (RuntimeException e) {
            return new Answer.Lost(call, "not sent: " + e.getMessage());
        }
        try {
            return read(call, response.get(millis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            response.cancel(true);
            return new Answer.Lost(call, "no answer within " + millis + " ms");
        } catch (ExecutionException e) {
            return new Answer.Lost(call, "no answer: " + rootOf(e));
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Lost(call, "interrupted while waiting for the answer");
        }
    }

    private static Answer read(Call call, HttpResponse<String> response) {
        String text = response.body() == null ? "" : response.body();
        if (response.isSuccessful()) {
            return parse(text)
                    .<Answer>map(Answer.Done::new)
                    .orElseGet(() -> new Answer.Lost(call, "the answer is not JSON: " + shortened(text)));
        }
        Optional<JsonNode> status = parse(text);
        String message = status.map(s -> s.path("message").asText()).orElse(text);
        return new Answer.Refused(call, response.code(), shortened(message), retryAfter(response, status));
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response, Optional<JsonNode> status) {
        String header = response.header("Retry-After");
        if (header != null && header.matches("\\d{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        int seconds = status.map(
                        s -> s.path("details").path("retryAfterSeconds").asInt())
                .orElse(0);
        return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return root.getClass().getSimpleName() + (message == null ? "" : ": " + shortened(message));
    }

    private static String shortened(String text) {
        String line = text.strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
