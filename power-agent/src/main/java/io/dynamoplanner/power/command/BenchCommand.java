package io.dynamoplanner.power.command;

import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.ExitCode;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.Mode;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.http.AgentServer;
import io.dynamoplanner.power.http.Health;
import io.dynamoplanner.power.kube.KubeCluster;
import io.dynamoplanner.power.log.Logging;
import io.dynamoplanner.power.metrics.AgentLog;
import io.dynamoplanner.power.metrics.AgentMetrics;
import io.dynamoplanner.power.pretend.PretendApi;
import io.dynamoplanner.power.pretend.PretendNode;
import io.dynamoplanner.power.pretend.TemporaryFolder;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the agent itself, with boards of memory and an API server of memory. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Changes pods and measures until the boards follow; then lets everything rest and measures what the agent still"
                    + " does. Boards and API server are of memory and in this process; watch, decision, state file and"
                    + " metrics are those of an agent.",
            ""
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String NODE = "bench";

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
            names = {"--churn", "--seconds"},
            defaultValue = "20s",
            paramLabel = "TIME",
            description = "How long to change: 600, 600s or 10m. Default: ${DEFAULT-VALUE}.")
    private String churn = "";

    @Option(
            names = "--rest",
            defaultValue = "20s",
            paramLabel = "TIME",
            description = "How long to rest. Default: ${DEFAULT-VALUE}.")
    private String rest = "";

    @Override
    public Integer call() throws InterruptedException {
        if (gpus < 1 || pods < gpus || rate < 1) {
            throw new BadInput("--gpus and --changes-per-second are at least 1, --pods at least --gpus");
        }
        Logging.start(Logging.Format.JSON, Level.WARNING);
        Duration changing = time("--churn", churn);
        Duration resting = time("--rest", rest);
        var tally = new ApiTally();
        var signal = new Signal();
        try (var folder = new TemporaryFolder();
                var api = new PretendApi()) {
            var node = new PretendNode(folder.path(), gpus);
            var bench = new Churn(node, api, gpus, pods, rate);
            var scope = new KubeCluster.Scope(NODE, "", "bench/control", true);
            try (KubeCluster cluster = KubeCluster.watch(new ApiClient(api.server(), tally), scope, 500, signal)) {
                var metrics = new AgentMetrics(
                        NODE,
                        settings().policy().conflict(),
                        uid -> cluster.times().take(uid));
                var health = new Health(settings().interval(), System::nanoTime);
                Agent agent =
                        node.agent(cluster, settings(), Clock.systemUTC(), List.of(new AgentLog(), metrics, health));
                signal.pass(agent::wake);
                var loop = new Thread(agent::run, "agent");
                loop.start();
                try (AgentServer server = AgentServer.open(List.of(-1), health, metrics::scrape)) {
                    return measure(bench, node, tally, new Scraper(server.ports()), changing, resting);
                } finally {
                    agent.stop();
                    loop.join();
                }
            }
        }
    }

    private int measure(
            Churn bench, PretendNode node, ApiTally tally, Scraper scraper, Duration changing, Duration resting)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(bench + " for " + changing.toSeconds() + " s");
        Churn.Result result = bench.run(changing, scraper);
        out.println(result);
        out.println(Footprint.memory());
        long writes = node.boards().writes();
        long requests = requests(tally);
        Duration cpu = Footprint.cpu();
        TimeUnit.NANOSECONDS.sleep(resting.toNanos());
        out.printf(
                Locale.ROOT,
                "at rest for %d s: %d writes to boards, %d requests to the API server, %.2f %% of a core%n",
                resting.toSeconds(),
                node.boards().writes() - writes,
                requests(tally) - requests,
                100.0 * Footprint.cpu().minus(cpu).toNanos() / resting.toNanos());
        out.println("since the start: " + tally.count("list") + " lists, " + tally.count("watch") + " watches");
        out.flush();
        return result.missed() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static long requests(ApiTally tally) {
        return tally.counts().values().stream().mapToLong(Long::longValue).sum();
    }

    /** No dwell and no dead band, so that every change has to be followed at once. */
    private static AgentSettings settings() {
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
        return new AgentSettings(
                policy, Mode.ENFORCE, Duration.ofSeconds(15), AgentSettings.Shutdown.KEEP, Duration.ofSeconds(1));
    }

    private static Duration time(String option, String text) {
        return Optional.of(text)
                .filter(given -> given.matches("[1-9][0-9]{0,5}[sm]?"))
                .map(given -> {
                    long number = Long.parseLong(given.replaceAll("[sm]", ""));
                    return given.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
                })
                .orElseThrow(() -> new BadInput(option + ": \"" + text + "\" is no time; write 600, 600s or 10m"));
    }
}
