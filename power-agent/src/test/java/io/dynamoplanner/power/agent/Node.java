package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.NodePods;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.device.FakeBoards;
import io.dynamoplanner.power.state.OwnershipFile;
import io.dynamoplanner.power.state.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node of memory: boards, pods with one process each, a state folder, and agents that come and go. */
final class Node implements Cluster, InstantSource {
    final FakeBoards boards;
    final Path state;
    private final Path proc;
    private final Map<String, NodePods.Entry> pods = new LinkedHashMap<>();
    private final Map<String, Set<Long>> running = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-05-01T10:00:00Z");
    private String stale = "";
    private Emergency emergency = Emergency.off();
    private boolean uninstall;
    private long nextPid = 100;

    Node(Path folder, int boards) {
        this.boards = new FakeBoards(boards);
        this.state = folder.resolve("state");
        this.proc = folder.resolve("proc");
    }

    /** A pod comes and one process of it begins to run on a board. */
    Node pod(String name, String value, int board) {
        annotate(name, value);
        process(uid(name), board);
        return this;
    }

    /** A pod without the annotation runs on a board. */
    Node stranger(String name, int board) {
        process(uid(name), board);
        return this;
    }

    Node annotate(String name, String value) {
        pods.put(name, new NodePods.Entry(new PodCap(uid(name), "serving", name, CapText.parse(value)), ""));
        return this;
    }

    Node unannotate(String name) {
        pods.remove(name);
        return this;
    }

    /** All processes on a board end. */
    Node idle(int board) {
        running.remove(uuid(board));
        boards.run(uuid(board), Set.of());
        return this;
    }

    Node stale(String why) {
        stale = why;
        return this;
    }

    Node emergency(String text) {
        emergency = Emergency.parse(text, "test");
        return this;
    }

    Node uninstall() {
        uninstall = true;
        return this;
    }

    Node later(Duration time) {
        now = now.plus(time);
        return this;
    }

    long watts(int board) {
        return boards.limit(uuid(board)) / 1000;
    }

    Set<String> owned() {
        return ((OwnershipFile.Contents.Known) new OwnershipFile(state, Step.Listener.none()).read())
                .boards()
                .keySet();
    }

    Agent agent() {
        return agent(Mode.ENFORCE, AgentSettings.Shutdown.RESTORE, CapPolicy.of(500));
    }

    Agent agent(Mode mode, AgentSettings.Shutdown shutdown, CapPolicy policy, Agent.Listener... listeners) {
        return new Agent(
                new Agent.Parts(
                        boards, boards, new ProcFolder(proc), Allocations.none(), this, state, Step.Listener.none()),
                new AgentSettings(policy, mode, Duration.ofSeconds(15), shutdown, Duration.ofSeconds(20)),
                this,
                List.of(listeners));
    }

    static String uuid(int board) {
        return "GPU-fake-" + board;
    }

    private static String uid(String name) {
        return String.format("cafe0001-dead-0002-beef-%012x", name.hashCode() & 0xffffffffL);
    }

    private void process(String uid, int board) {
        long pid = nextPid++;
        try {
            Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
            Files.writeString(folder.resolve("cgroup"), "0::/kubepods/burstable/pod" + uid + "/ab\n");
            Files.writeString(folder.resolve("stat"), pid + " (x) S 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<Long> pids = running.computeIfAbsent(uuid(board), none -> new HashSet<>());
        pids.add(pid);
        boards.run(uuid(board), pids);
    }

    @Override
    public ClusterView view() {
        return new ClusterView(stale, NodePods.of(pods.values()), emergency, uninstall);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
