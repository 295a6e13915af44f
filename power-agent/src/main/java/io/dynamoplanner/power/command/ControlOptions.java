package io.dynamoplanner.power.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.kube.StatusWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that throw a switch for all nodes and look at what the agents tell. */
final class ControlOptions {
    private static final int PAUSE_MILLIS = 500;
    /** A list of thousands of nodes takes a while. */
    private static final Duration LISTING = Duration.ofSeconds(30);

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

    /** The config map with the switches, {@code NAMESPACE/NAME}. */
    String control() {
        return control;
    }

    /** Sets a switch; null takes it away. */
    void set(ApiClient api, String key, @Nullable String value) {
        String problem = tried(api, key, value);
        if (!problem.isEmpty()) {
            throw unchanged(problem);
        }
    }

    BadInput unchanged(String problem) {
        return new BadInput("the config map " + control + " cannot be changed: " + problem);
    }

    /** Whether a problem says for certain that nothing was changed, now and later: a status of the kind 4xx. */
    static boolean isRefusal(String problem) {
        return problem.matches("(?s)4\\d\\d .*") && !problem.startsWith("429");
    }

    /** Sets a switch, and tries until it is set or the time is over. @return what went wrong; empty text if nothing */
    String setUntilDone(ApiClient api, String key, String value) {
        long end = System.nanoTime() + timeout().toNanos();
        String problem = tried(api, key, value);
        while (!problem.isEmpty() && System.nanoTime() < end && pause()) {
            problem = tried(api, key, value);
        }
        return problem;
    }

    /** Sets a switch, trying once. @return what went wrong; empty text if nothing */
    String tried(ApiClient api, String key, @Nullable String value) {
        String[] parts = control.split("/", -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new BadInput("--control is missing; give the config map that the agents watch, NAMESPACE/NAME");
        }
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("data").put(key, value);
        return api.merge("api/v1/namespaces/" + parts[0] + "/configmaps/" + parts[1], patch.toString())
                .problem();
    }

    /** What the agents of all nodes tell. */
    static List<NodeStatus> statuses(ApiClient api) {
        try {
            return listed(api);
        } catch (IOException e) {
            throw new BadInput("the objects GpuPowerStatus cannot be listed: " + e.getMessage());
        }
    }

    private static List<NodeStatus> listed(ApiClient api) throws IOException {
        return api.within(LISTING)
                .read(StatusWriter.PATH.substring(0, StatusWriter.PATH.length() - 1), NodeStatus::list);
    }

    /**
     * Waits until the agents of all nodes tell what is expected. A look that fails is followed by the next one.
     *
     * @return the names of nodes where it did not come
     * @throws BadInput if the last look failed too
     */
    List<String> await(ApiClient api, Predicate<NodeStatus> expected) {
        long end = System.nanoTime() + timeout().toNanos();
        while (true) {
            boolean last = System.nanoTime() >= end;
            try {
                List<String> missing = listed(api).stream()
                        .filter(status -> !expected.test(status))
                        .map(NodeStatus::node)
                        .toList();
                if (missing.isEmpty() || last || !pause()) {
                    return missing;
                }
            } catch (IOException e) {
                if (last || !pause()) {
                    throw new BadInput("the objects GpuPowerStatus cannot be listed: " + e.getMessage());
                }
            }
        }
    }

    /** Waits for a moment. @return false if somebody wants an end */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
