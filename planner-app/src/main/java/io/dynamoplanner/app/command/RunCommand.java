package io.dynamoplanner.app.command;

import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.log.LogSettings;
import io.dynamoplanner.app.log.Logging;
import io.dynamoplanner.app.run.PlannerProcess;
import io.dynamoplanner.app.run.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** {@code planner run}: plans one graph until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Plans one graph in a cluster until it is told to stop. Meant to run as the planner component of the graph; from a"
                    + " shell it uses the kubeconfig.",
            "",
            "Takes the configuration, flags and environment of the Python planner; 'planner config show' lists them. With"
                    + " --advisory it decides and writes nothing.",
            ""
        },
        footer = {
            "",
            "Ports: 9090 /live /health /livez /readyz /decisions ($DYN_SYSTEM_PORT), 9085 /metrics"
                    + " ($PLANNER_PROMETHEUS_PORT).",
            "Log: JSON lines on standard output, text on a terminal or with PLANNER_LOG_FORMAT=text; level by"
                    + " PLANNER_LOG_LEVEL.",
            "",
            "  planner run --config planner.yaml --graph chat --k8s-namespace serving --advisory",
            "  planner doctor --config planner.yaml --graph chat --k8s-namespace serving"
        })
public final class RunCommand implements Callable<Integer> {
    private static final long LONGEST_STOP_SECONDS = 9;

    @Mixin
    private ClusterTarget target;

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        RunOptions options = target.options(flags);
        boolean terminal = Boolean.getBoolean("planner.terminal.out");
        Logging logging = Logging.start(LogSettings.of(options.environment(), terminal), System.out);
        try {
            run(options);
        } finally {
            logging.close();
        }
        return ExitCode.OK;
    }

    private static void run(RunOptions options) throws InterruptedException {
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        PlannerProcess process = PlannerProcess.start(options);
        // the JVM ends when this hook does: it waits until everything is closed
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            await(stopped);
                        },
                        "stop"));
        try {
            stop.await();
        } finally {
            process.close();
            stopped.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            // somebody who does not answer must not keep the process from ending
            boolean unused = latch.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
