package io.dynamoplanner.power.agent;

import com.sun.jna.NativeLibrary;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.NodePods;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.device.NvmlBoards;
import io.dynamoplanner.power.state.Step;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process of its own: an agent that gets a signal when it reaches a step for the first time. One pod asks for 480 W; after
 * the first pass it is gone.
 */
final class CrashingAgent {
    static final String POD = "cafe0001-dead-0002-beef-000000000003";

    private CrashingAgent() {}

    static Agent agent(Path folder, NvmlBoards boards, Cluster cluster, Step.Listener steps, Agent.Listener... heard) {
        var settings = new AgentSettings(
                CapPolicy.of(500),
                Mode.ENFORCE,
                Duration.ofMillis(50),
                AgentSettings.Shutdown.RESTORE,
                Duration.ofSeconds(20));
        return new Agent(
                new Agent.Parts(
                        boards,
                        boards,
                        new ProcFolder(folder.resolve("proc")),
                        Allocations.none(),
                        cluster,
                        folder.resolve("state"),
                        steps),
                settings,
                Clock.systemUTC(),
                List.of(heard));
    }

    /** @param args the library, the folder of the node, the step, the number of the signal */
    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[1]);
        Step step = Step.valueOf(args[2]);
        int signal = Integer.parseInt(args[3]);
        var pod = new PodCap(POD, "serving", "a", CapText.parse("480"));
        var passes = new int[1];
        var sent = new boolean[1];
        Cluster cluster = () -> new ClusterView(
                "",
                passes[0] == 0 ? NodePods.of(List.of(new NodePods.Entry(pod, ""))) : NodePods.of(List.of()),
                Emergency.off(),
                false);
        Step.Listener killer = reached -> {
            if (reached == step && !sent[0]) {
                sent[0] = true;
                kill(signal);
            }
        };
        Agent agent = agent(folder, NvmlBoards.of(args[0]), cluster, killer, (report, view, took) -> passes[0]++);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            agent.stop();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        agent.run();
        ended.countDown();
    }

    private static void kill(int signal) {
        var libc = NativeLibrary.getInstance("c");
        int pid = libc.getFunction("getpid").invokeInt(new Object[0]);
        if (libc.getFunction("kill").invokeInt(new Object[] {pid, signal}) != 0) {
            throw new IllegalStateException("kill failed");
        }
    }
}
