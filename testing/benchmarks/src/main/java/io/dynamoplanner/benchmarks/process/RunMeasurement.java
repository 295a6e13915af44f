package io.dynamoplanner.benchmarks.process;

import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.AuditLog;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.KubeServers;
import io.dynamoplanner.testing.kube.PodObjects;
import io.dynamoplanner.testing.stage.PlannerProgram;
import io.dynamoplanner.testing.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Measures {@code planner run} as a process, with the JVM options that it is shipped with, beside a real API server and a
 * real Prometheus: from start to first decision, memory, requests while nothing happens, and how it stops.
 */
public final class RunMeasurement {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** Windows begin at multiples of their length; a start at this point of one never meets the end of one. */
    private static final Duration POINT = Duration.ofSeconds(3);

    /** Until the model is corrected and replicas are where they should be. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private static final Duration OBSERVED = Duration.ofMinutes(1);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DECIDED = "[summary]";

    private final Path home;

    /**
     * Measures the program of a checkout.
     *
     * @param home the checkout, built; its program runs on the Java that runs this
     */
    public RunMeasurement(Path home) {
        this.home = home;
    }

    /**
     * Measures and prints a table.
     *
     * @param starts how often the program is started; the last one is observed for three minutes
     */
    public void print(int starts) {
        KubeServer kube = KubeServers.shared();
        List<Long> toDecision = new ArrayList<>();
        List<Long> cpu = new ArrayList<>();
        Steady steady = null;
        OptionalInt exit = OptionalInt.empty();
        Duration stop = Duration.ZERO;
        for (int i = 1; i <= starts; i++) {
            System.err.printf("[%d/%d] start%n", i, starts);
            var pods = new PodObjects(kube.admin(), Duration.ofSeconds(2), Duration.ofSeconds(1));
            try (var stage = new Stage(kube, pods)) {
                stage.graph().create(1, 1);
                Await.until("ready replicas", () -> stage.graph().ready("Decode") == 1);
                awaitPoint(Instant.now().plus(WINDOW.multipliedBy(2)));
                try (var planner = launch(stage)) {
                    Await.until("first decision", () -> planner.line(DECIDED).isPresent());
                    cpu.add(planner.cpu().toMillis());
                    toDecision.add(Duration.between(
                                    planner.started(),
                                    planner.line(DECIDED).orElseThrow().at())
                            .toMillis());
                    if (i == starts) {
                        System.err.printf(
                                "observing for %d s%n", SETTLING.plus(OBSERVED).toSeconds());
                        steady = observe(planner, kube, stage);
                    }
                    Instant asked = Instant.now();
                    exit = planner.terminate(PATIENCE);
                    stop = Duration.between(asked, Instant.now());
                }
            }
        }
        if (steady != null) {
            print(toDecision, cpu, steady, stop, exit);
        }
    }

    private PlannerProgram launch(Stage stage) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "@" + home.resolve("planner-app/src/main/image/opt/planner/jvm.options"),
                "-jar",
                home.resolve("planner-app/target/planner/planner-app.jar").toString());
        Path profile = home.resolve("examples/profiles/h200_llama3.1-8b-fp8_tp1_measured");
        return stage.launch(
                new PlannerProgram.Launch(command, "planner-0"), new PlannerProgram.Settings(profile, WINDOW, 8));
    }

    /** What was seen while nothing happened. */
    private record Steady(long kib, long peakKib, long threads, List<AuditLog.Request> requests) {
        long count(boolean leases) {
            return requests.stream()
                    .filter(r -> r.resource().equals("leases") == leases)
                    .count();
        }
    }

    private static Steady observe(PlannerProgram planner, KubeServer kube, Stage stage) {
        use(planner, SETTLING);
        Instant from = Instant.now();
        use(planner, OBSERVED);
        List<AuditLog.Request> requests = kube.audit().since(from).stream()
                .filter(r -> r.user().equals(stage.user()) && !r.verb().equals("watch"))
                .toList();
        requests.stream()
                .filter(r -> !r.resource().equals("leases"))
                .forEach(r -> System.err.println("asked for: " + r.verb() + " " + r.path()));
        return new Steady(planner.status("VmRSS"), planner.status("VmHWM"), planner.status("Threads"), requests);
    }

    /** A planner in a cluster is probed and scraped. */
    private static void use(PlannerProgram planner, Duration time) {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            if (!planner.isServing()) {
                throw new IllegalStateException("it answers neither probes nor scrapes:\n" + planner.output());
            }
            awaitMoment(Instant.now().plus(BEAT));
        }
    }

    private static void awaitPoint(Instant from) {
        long window = WINDOW.toMillis();
        awaitMoment(Instant.ofEpochMilli(from.toEpochMilli() / window * window).plus(POINT));
    }

    private static void awaitMoment(Instant moment) {
        Await.until("time", () -> !Instant.now().isBefore(moment));
    }

    private void print(List<Long> toDecision, List<Long> cpu, Steady steady, Duration stop, OptionalInt exit) {
        System.out.println("| | " + version() + " |");
        System.out.println("|---|---|");
        System.out.println("| start to first decision, median of all | " + median(toDecision) + " |");
        System.out.println("| processor time until then | " + median(cpu) + " |");
        System.out.printf(
                "| resident after %d s | %.0f MiB |%n", SETTLING.plus(OBSERVED).toSeconds(), steady.kib() / 1024.0);
        System.out.printf("| most ever resident | %.0f MiB |%n", steady.peakKib() / 1024.0);
        System.out.printf("| threads of the process | %d |%n", steady.threads());
        System.out.printf("| requests in a quiet minute, the Lease aside | %d |%n", steady.count(false));
        System.out.printf("| requests for the Lease in that minute | %d |%n", steady.count(true));
        System.out.printf(
                "| SIGTERM to end | %d ms, exit code %s |%n",
                stop.toMillis(), exit.isPresent() ? String.valueOf(exit.getAsInt()) : "none");
    }

    private static String median(List<Long> millis) {
        return millis.stream().sorted().toList().get(millis.size() / 2) + " ms of "
                + String.join(", ", millis.stream().map(String::valueOf).toList());
    }

    private String version() {
        return "JDK " + System.getProperty("java.version");
    }
}
