package io.dynamoplanner.testing.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.testing.kube.ChatGraph;
import io.dynamoplanner.testing.process.FreePort;
import io.dynamoplanner.testing.process.ScratchFolder;
import io.dynamoplanner.testing.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code planner run} on a {@link Stage}, as a process of its own. */
public final class PlannerProgram implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerProcess process;
    private final Instant started;
    private final List<Integer> ports;
    private final HttpClient http = HttpClient.newHttpClient();

    private PlannerProgram(ServerProcess process, Instant started, List<Integer> ports) {
        this.process = process;
        this.started = started;
        this.ports = ports;
    }

    /**
     * How to start a planner.
     *
     * @param command words before {@code run}
     * @param identity name of its pod
     */
    public record Launch(List<String> command, String identity) {}

    /**
     * What its configuration says.
     *
     * @param profile folder of the engine profile
     * @param window length of a traffic window, whole seconds
     * @param gpus budget
     */
    public record Settings(Path profile, Duration window, int gpus) {
        /**
         * As JSON: latency targets that the profile can keep, replicas that start in two seconds, no waiting before a role
         * shrinks.
         *
         * @param prometheus its base URL
         * @param metricsPort where the planner serves its own metrics
         */
        public String json(String prometheus, int metricsPort) {
            return text(Map.ofEntries(
                    Map.entry("optimization_target", "sla"),
                    Map.entry("ttft_ms", 200),
                    Map.entry("itl_ms", 10),
                    Map.entry("profile_results_dir", profile.toString()),
                    Map.entry("throughput_adjustment_interval_seconds", window.toSeconds()),
                    Map.entry("startup_seconds", 2),
                    Map.entry("forecast_history_seconds", 10 * window.toSeconds()),
                    Map.entry("scale_down_stabilization_seconds", 0),
                    Map.entry("max_gpu_budget", gpus),
                    Map.entry("metric_reporting_prometheus_port", metricsPort),
                    Map.entry("metric_pulling_prometheus_endpoint", prometheus)));
        }
    }

    /**
     * A line of its log.
     *
     * @param at when it was written
     * @param message what it says
     */
    public record Line(Instant at, String message) {}

    static PlannerProgram start(Launch launch, Settings settings, Stage stage, ScratchFolder folder) {
        int system = FreePort.find();
        int metrics = FreePort.find();
        folder.write("kubeconfig", stage.kubeconfig());
        List<String> command = new ArrayList<>(List.of(
                "env",
                "MALLOC_ARENA_MAX=1",
                "KUBECONFIG=" + folder.path().resolve("kubeconfig"),
                "DYN_SYSTEM_PORT=" + system,
                "POD_NAME=" + launch.identity()));
        command.addAll(launch.command());
        command.addAll(List.of(
                "run",
                "--config",
                settings.json(stage.prometheus().url(), metrics),
                "--graph",
                ChatGraph.NAME,
                "--k8s-namespace",
                stage.namespace()));
        Instant started = Instant.now();
        var process = ServerProcess.start(launch.identity(), folder.path(), command);
        return new PlannerProgram(process, started, List.of(system, metrics));
    }

    /** The moment before it was started. */
    public Instant started() {
        return started;
    }

    /** The first line of the log that contains a text, if it is there already. */
    public Optional<Line> line(String containing) {
        return process.output()
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(PlannerProgram::parsed)
                .filter(line -> line.message().contains(containing))
                .findFirst();
    }

    /** Asks as a kubelet and as Prometheus do: for a sign of life and for the metrics. Says whether both were given. */
    public boolean isServing() {
        return get(ports.get(0), "/live") && get(ports.get(1), "/metrics");
    }

    /** A value of {@code /proc/PID/status}, {@code VmRSS} for instance, without its unit. Linux only. */
    public long status(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time that it has used so far, of all its threads. */
    public Duration cpu() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow();
    }

    /** Sends SIGTERM and waits; the exit code, or empty if it still runs when the time is over. */
    public OptionalInt terminate(Duration patience) {
        return process.terminate(patience);
    }

    /** All that it has printed. */
    public String output() {
        return process.output();
    }

    /** Sends SIGKILL and waits until it is gone. */
    public void kill() {
        process.close();
    }

    @Override
    public void close() {
        kill();
    }

    private boolean get(int port, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Line parsed(String json) {
        try {
            JsonNode line = JSON.readTree(json);
            return new Line(
                    Instant.parse(line.path("timestamp").asText()),
                    line.path("message").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + json, e);
        }
    }

    private static String text(Map<String, Object> tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
