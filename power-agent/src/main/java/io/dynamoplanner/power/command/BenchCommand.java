package io.dynamoplanner.power.command;

import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.Mode;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.pretend.PretendNode;
import io.dynamoplanner.power.pretend.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the agent itself, on boards and pods of memory. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Changes annotations of pods of memory and measures until the boards follow; then lets everything rest and"
                    + " measures what the agent still does.",
            ""
        })
public final class BenchCommand implements Callable<Integer> {
    private static final double MILLIS = 1e6;
    private static final int SEED = 4711;

    @Spec
    private CommandSpec spec;

    @Option(names = "--gpus", defaultValue = "8", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int gpus;

    @Option(names = "--pods", defaultValue = "110", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int pods;

    @Option(
            names = "--changes-per-second",
            defaultValue = "10",
            paramLabel = "N",
            description = "Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            paramLabel = "N",
            description = "How long to change, and how long to rest. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Override
    public Integer call() throws InterruptedException {
        if (gpus < 1 || pods < gpus || rate < 1 || seconds < 1) {
            throw new BadInput("--gpus, --changes-per-second and --seconds are at least 1, --pods at least --gpus");
        }
        PrintWriter out = spec.commandLine().getOut();
        var usual = CapPolicy.of(500);
        var policy = new CapPolicy(
                500,
                500,
                usual.conflict(),
                usual.mig(),
                usual.namespaces(),
                1,
                0,
                Duration.ZERO,
                usual.repairPause(),
                OptionalInt.empty());
        var settings = new AgentSettings(
                policy, Mode.ENFORCE, Duration.ofSeconds(15), AgentSettings.Shutdown.KEEP, Duration.ofSeconds(1));
        try (var folder = new TemporaryFolder()) {
            var node = new PretendNode(folder.path(), gpus);
            for (int i = 0; i < pods; i++) {
                node.pod("pod-" + i, Optional.of("400"));
            }
            for (int i = 0; i < gpus; i++) {
                node.start("pod-" + i, i);
            }
            Agent agent = node.agent(settings, Clock.systemUTC(), List.of());
            node.onChange(agent::wake);
            var loop = new Thread(agent::run, "agent");
            loop.start();
            out.printf(Locale.ROOT, "%d boards, %d pods, %d changes per second for %d s%n", gpus, pods, rate, seconds);
            long[] nanos = churn(node);
            out.printf(
                    Locale.ROOT,
                    "annotation to limit: median %.2f ms, 99 %% %.2f ms, longest %.2f ms, of %d%n",
                    quantile(nanos, 0.5),
                    quantile(nanos, 0.99),
                    quantile(nanos, 1),
                    nanos.length);
            rest(node, out);
            memory().ifPresent(mebibytes -> out.printf(Locale.ROOT, "resident memory: %.0f MiB%n", mebibytes));
            agent.stop();
            loop.join();
        }
        return 0;
    }

    /** Changes that reach a board, in nanoseconds from the change to the limit; the others only keep the agent busy. */
    private long[] churn(PretendNode node) throws InterruptedException {
        var random = new Random(SEED);
        long[] nanos = new long[rate * seconds];
        int measured = 0;
        long pause = TimeUnit.SECONDS.toNanos(1) / rate;
        long began = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, began + i * pause - System.nanoTime()));
            // every other change reaches a board; the rest keeps the agent busy, as a full node does
            int pod = random.nextInt(i % 2 == 0 ? gpus : pods);
            // far enough from the last one that it is no small change, and never the same
            int watts = 200 + (i / 2 % 2 == 0 ? 0 : 250) + random.nextInt(200);
            long changed = System.nanoTime();
            node.pod("pod-" + pod, Optional.of(Integer.toString(watts)));
            if (pod < gpus) {
                while (node.boards().limit(PretendNode.uuid(pod)) != watts * 1000L
                        && System.nanoTime() - changed < TimeUnit.SECONDS.toNanos(5)) {
                    TimeUnit.MICROSECONDS.sleep(200);
                }
                nanos[measured++] = System.nanoTime() - changed;
            }
        }
        return Arrays.copyOf(nanos, measured);
    }

    private void rest(PretendNode node, PrintWriter out) throws InterruptedException {
        long writes = node.boards().writes();
        long cpu = cpuNanos();
        TimeUnit.SECONDS.sleep(seconds);
        out.printf(
                Locale.ROOT,
                "at rest for %d s: %d writes to boards, %.2f %% of a core%n",
                seconds,
                node.boards().writes() - writes,
                100.0 * (cpuNanos() - cpu) / TimeUnit.SECONDS.toNanos(seconds));
    }

    private static double quantile(long[] nanos, double part) {
        if (nanos.length == 0) {
            return Double.NaN;
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.max(0, Math.ceil(part * sorted.length) - 1)] / MILLIS;
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    private static Optional<Double> memory() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
