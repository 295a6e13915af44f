package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Single requests to the API server, each tried once. */
public final class KubeApi {
    /** As whom fields are written. */
    public static final String FIELD_MANAGER = "dynamo-power-agent";

    private static final int TIMEOUT_SECONDS = 10;

    private final KubernetesClient client;
    private final ObjectMapper json = new ObjectMapper();

    /** The client stays that of the caller. */
    public KubeApi(KubernetesClient client) {
        this.client = client;
    }

    /**
     * An answer.
     *
     * @param problem what went wrong; empty text if nothing
     */
    public record Answer(Optional<JsonNode> body, String problem) {}

    /** @param path without a slash in front */
    public Answer get(String path) {
        return send(client.getHttpClient().newHttpRequestBuilder().uri(address(path)));
    }

    /** Server-side apply: the fields of the object become ours. */
    public Answer apply(String path, JsonNode object) {
        return send(client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(address(path) + "?force=true&fieldManager=" + FIELD_MANAGER)
                .method("PATCH", "application/apply-patch+yaml", object.toString()));
    }

    /** A merge patch: what it names is replaced, what it gives as null is removed. */
    public Answer merge(String path, JsonNode patch) {
        return send(client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(address(path) + "?fieldManager=" + FIELD_MANAGER)
                .method("PATCH", "application/merge-patch+json", patch.toString()));
    }

    private String address(String path) {
        String url = client.getMasterUrl().toString();
        return (url.endsWith("/") ? url : url + "/") + path;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(
                            request.timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).build(), String.class)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!response.isSuccessful()) {
                return new Answer(Optional.empty(), response.code() + " " + response.body());
            }
            return new Answer(Optional.of(json.readTree(response.body())), "");
        } catch (ExecutionException | TimeoutException | JsonProcessingException e) {
            return new Answer(Optional.empty(), "no answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Optional.empty(), "interrupted");
        }
    }
}
