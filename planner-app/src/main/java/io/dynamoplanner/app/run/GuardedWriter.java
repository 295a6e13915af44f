package io.dynamoplanner.app.run;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.write.ReplicaWriter;
import io.dynamoplanner.k8s.write.Written;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes effects to the cluster and keeps what there is to say about the last write of each component on the board. */
final class GuardedWriter implements Ports.Writer {
    /** Longest time that one write may take, attempts included: a decision waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ReplicaWriter writer;
    private final FindingBoard board;
    private final InstantSource clock;
    private final Map<String, List<Finding>> last = new ConcurrentHashMap<>();

    GuardedWriter(ReplicaWriter writer, FindingBoard board, InstantSource clock) {
        this.writer = writer;
        this.board = board;
        this.clock = clock;
    }

    @Override
    public Outcome write(GraphSnapshot seen, Component component, Effect effect) {
        if (!(effect instanceof Effect.SetReplicas set)) {
            return new Outcome.Rejected("this release cannot write " + effect);
        }
        Written written = writer.write(
                seen, component, set.from(), set.to(), clock.instant().plus(PATIENCE));
        last.put(component.name(), written.findings());
        show();
        return written.outcome();
    }

    @Override
    public void nothingToWrite(Component component) {
        // a missing permission stays missing, whether or not it is needed at the moment
        last.computeIfPresent(
                component.name(),
                (name, findings) -> findings.stream().filter(Finding::blocks).toList());
        show();
    }

    /** Whether a write was refused for want of a permission. Nothing is written until that is put right. */
    boolean isRefused() {
        return last.values().stream().flatMap(List::stream).anyMatch(Finding::blocks);
    }

    /** The permission is there now, as far as anybody can tell. */
    void forgive() {
        last.clear();
        show();
    }

    private void show() {
        board.put("writes", last.values().stream().flatMap(List::stream).toList());
    }
}
