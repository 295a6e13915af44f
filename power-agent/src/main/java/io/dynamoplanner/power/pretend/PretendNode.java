package io.dynamoplanner.power.pretend;

import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.Cluster;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.NodePods;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.device.FakeBoards;
import io.dynamoplanner.power.state.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Boards, pods and processes of memory, with which the real agent works. Thread safe. */
public final class PretendNode implements Cluster {
    private final FakeBoards boards;
    private final Path folder;
    private final Map<String, NodePods.Entry> pods = new ConcurrentHashMap<>();
    private final Map<Integer, Set<Long>> running = new ConcurrentHashMap<>();
    private volatile Emergency emergency = Emergency.off();
    private volatile Runnable changed = () -> {};
    private long nextPid = 1000;

    /** @param folder for the processes and the state of the agent */
    public PretendNode(Path folder, int boards) {
        this.folder = folder;
        this.boards = new FakeBoards(boards);
    }

    public FakeBoards boards() {
        return boards;
    }

    /** Who is told of changes. */
    public void onChange(Runnable listener) {
        changed = listener;
    }

    /** A pod comes, or its annotation changes; empty for a pod without. */
    public void pod(String name, Optional<String> annotation) {
        annotation.ifPresentOrElse(
                value -> pods.put(
                        name, new NodePods.Entry(new PodCap(uid(name), "serving", name, CapText.parse(value)), "")),
                () -> pods.remove(name));
        changed.run();
    }

    /** A process of a pod begins to run on a board. */
    public synchronized void start(String name, int board) {
        long pid = nextPid++;
        try {
            Path process = Files.createDirectories(folder.resolve("proc").resolve(Long.toString(pid)));
            Files.writeString(process.resolve("cgroup"), "0::/kubepods/burstable/pod" + uid(name) + "/main\n");
            Files.writeString(process.resolve("stat"), pid + " (worker) S 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<Long> pids = running.computeIfAbsent(board, none -> new HashSet<>());
        pids.add(pid);
        boards.run(uuid(board), pids);
    }

    /** All processes on a board end. */
    public synchronized void idle(int board) {
        running.remove(board);
        boards.run(uuid(board), Set.of());
    }

    /** Throws the switch, or takes it back with {@code off}. */
    public void emergency(String text) {
        emergency = Emergency.parse(text, "the operator of this demonstration");
        changed.run();
    }

    public static String uuid(int board) {
        return "GPU-fake-" + board;
    }

    /** The UID of a pod; the same each time. */
    public static String uid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public ClusterView view() {
        return new ClusterView("", NodePods.of(pods.values()), emergency, false);
    }

    /** An agent on this node, as it is after a start. */
    public Agent agent(AgentSettings settings, InstantSource clock, List<Agent.Listener> listeners) {
        return agent(this, settings, clock, listeners);
    }

    /** The same where another tells the pods. */
    public Agent agent(Cluster cluster, AgentSettings settings, InstantSource clock, List<Agent.Listener> listeners) {
        return new Agent(
                new Agent.Parts(
                        boards,
                        boards,
                        new ProcFolder(folder.resolve("proc")),
                        Allocations.none(),
                        cluster,
                        folder.resolve("state"),
                        Step.Listener.none()),
                settings,
                clock,
                listeners);
    }
}
