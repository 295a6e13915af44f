package io.dynamoplanner.power.http;

import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.agent.Report;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Whether the loop moves, and whether it can do its work. Thread safe. */
public final class Health implements Agent.Listener {
    private static final int INTERVALS = 3;

    private final LongSupplier nanos;
    private final Duration patience;
    private volatile long lastPass;
    private volatile Optional<String> obstacle = Optional.of("the first pass is not over yet");

    /**
     * @param interval of the loop; it is dead when it has not passed for three of them
     * @param nanos a clock that nobody sets
     */
    public Health(Duration interval, LongSupplier nanos) {
        this.nanos = nanos;
        this.patience = interval.multipliedBy(INTERVALS);
        this.lastPass = nanos.getAsLong();
    }

    @Override
    public void passed(Report report, ClusterView view, Duration took) {
        lastPass = nanos.getAsLong();
        obstacle = report.obstacle();
    }

    boolean isAlive() {
        return nanos.getAsLong() - lastPass < patience.toNanos();
    }

    /** Why the agent is not ready; empty if it is. */
    public Optional<String> obstacle() {
        return obstacle;
    }
}
