package io.dynamoplanner.power.kube;

import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.api.ApiClient;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the object {@code GpuPowerStatus} of this node, by server-side apply, when something has changed: a few times at once,
 * and at most once in two seconds for as long as changes go on. The loop of the agent does not wait for it, and works without it.
 */
public final class StatusWriter implements Agent.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final Duration SPACING = Duration.ofSeconds(2);
    /** How many writes may be ahead of that pace. */
    private static final int AHEAD = 5;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    /** For the last write: the grace period of a pod ends, whether the server answers or not. */
    private static final Duration AT_THE_END = Duration.ofSeconds(3);

    /** Where the objects are, with a slash behind. */
    public static final String PATH = "apis/" + StatusBody.API_VERSION + "/gpupowerstatuses/";

    private final ApiClient api;
    private final String node;
    private final Supplier<String> nodeUid;
    private final StatusBody bodies = new StatusBody();
    private final ScheduledExecutorService thread = daemon();
    private @Nullable String wanted;
    private @Nullable String written;
    private boolean scheduled;
    /** Until when writes at the usual pace would have taken. */
    private long paid = System.nanoTime();

    private boolean failed;

    /** @param nodeUid of the node, to which the object then belongs; empty text while it is not known */
    public StatusWriter(ApiClient api, String node, Supplier<String> nodeUid) {
        this.api = api;
        this.node = node;
        this.nodeUid = nodeUid;
    }

    private static ScheduledExecutorService daemon() {
        return new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "status");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void passed(Report report, ClusterView view, Duration took) {
        String status = bodies.of(report, node, nodeUid.get());
        synchronized (this) {
            wanted = status;
            if (!status.equals(written) && !scheduled) {
                schedule(pace());
            }
        }
    }

    /** How long the next write has to wait. */
    private Duration pace() {
        return Duration.ofNanos(Math.max(0, paid - System.nanoTime() - AHEAD * SPACING.toNanos()));
    }

    private void schedule(Duration delay) {
        scheduled = true;
        var unused = thread.schedule(this::write, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void write() {
        String status;
        synchronized (this) {
            status = wanted;
            paid = Math.max(paid, System.nanoTime()) + SPACING.toNanos();
        }
        boolean done = status != null && apply(api, status);
        synchronized (this) {
            scheduled = false;
            if (done) {
                written = status;
            }
            if (wanted != null && !wanted.equals(written)) {
                schedule(done ? pace() : AFTER_FAILURE);
            }
        }
    }

    private boolean apply(ApiClient by, String status) {
        String problem = by.apply(PATH + node, status).problem();
        if (!problem.isEmpty() && !failed) {
            LOG.warn("the status of the boards cannot be written, which changes nothing for them: {}", problem);
        }
        failed = !problem.isEmpty();
        return !failed;
    }

    /** Nothing is written any more. What the last pass found is written first, for three seconds at most. */
    @Override
    public void close() {
        thread.shutdown();
        String last;
        boolean behind;
        synchronized (this) {
            last = wanted;
            behind = last != null && !last.equals(written);
        }
        if (last != null && behind) {
            apply(api.within(AT_THE_END), last);
        }
    }
}
