package io.dynamoplanner.power.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.kube.StatusWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that throw a switch for all nodes and look at what the agents tell. */
final class ControlOptions {
    private static final int PAUSE_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--control",
            defaultValue = "${env:POWER_AGENT_CONTROL:-}",
            paramLabel = "NAMESPACE/NAME",
            description = "Config map with the switches; required. Variable POWER_AGENT_CONTROL.")
    private String control = "";

    @Option(
            names = "--timeout",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "How long to wait for the agents. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    Duration timeout() {
        return Duration.ofSeconds(timeout);
    }

    /** Sets a switch; null takes it away. */
    void set(ApiClient api, String key, @Nullable String value) {
        String[] parts = control.split("/", -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new BadInput("--control is missing; give the config map that the agents watch, NAMESPACE/NAME");
        }
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("data").put(key, value);
        String problem = api.merge("api/v1/namespaces/" + parts[0] + "/configmaps/" + parts[1], patch.toString())
                .problem();
        if (!problem.isEmpty()) {
            throw new BadInput("the config map " + control + " cannot be changed: " + problem);
        }
    }

    /** What the agents of all nodes tell. */
    static List<JsonNode> statuses(ApiClient api) {
        ApiClient.Answer answer = api.get(StatusWriter.PATH.substring(0, StatusWriter.PATH.length() - 1));
        if (!answer.problem().isEmpty()) {
            throw new BadInput("the objects GpuPowerStatus cannot be listed: " + answer.problem());
        }
        try {
            var all = new ArrayList<JsonNode>();
            JSON.readTree(answer.body()).path("items").forEach(all::add);
            return all;
        } catch (JsonProcessingException e) {
            throw new BadInput("the API server answers with something else than a list: " + e.getOriginalMessage());
        }
    }

    /** Waits until the agents of all nodes tell what is expected. @return the names of nodes where it did not come */
    List<String> await(ApiClient api, Predicate<JsonNode> expected) {
        long end = System.nanoTime() + timeout().toNanos();
        while (true) {
            List<String> missing = statuses(api).stream()
                    .filter(status -> !expected.test(status.path("status")))
                    .map(status -> status.at("/metadata/name").asText())
                    .toList();
            if (missing.isEmpty() || System.nanoTime() > end) {
                return missing;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return missing;
            }
        }
    }
}
