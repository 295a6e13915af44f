package io.dynamoplanner.k8s.lease;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership by a Lease: of all processes that contend for it, one leads. Whoever loses it contends again.
 *
 * <p>{@link #leaseUntil} counts from the start of the last renewal that was answered, and ends before others may take over.
 * So a process that is cut off stops to write by its own clock, without having to learn that it was replaced. An election is
 * known earlier than a loss; do not wait for {@code onLost} to stop writing.
 */
public final class LeaseLeadership implements Leadership, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseLeadership.class);

    private final KubernetesClient client;
    private final String lease;
    private final LeaseTimes times;
    private final ObservedLock lock;
    private final ExecutorService elections;
    /** Apart from the elections, so that a slow callback does not keep the lease from being renewed. */
    private final ExecutorService callbacks;

    private final AtomicLong losses = new AtomicLong();
    private final Runnable onElected;
    private final Runnable onLost;
    private @Nullable CompletableFuture<?> contending;
    private boolean closed;

    private LeaseLeadership(
            KubernetesClient client,
            String namespace,
            String lease,
            String identity,
            LeaseTimes times,
            Runnable onElected,
            Runnable onLost,
            InstantSource clock) {
        // An unanswered request must not outlast the deadline, and the next renewal is the repetition.
        var once = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout((int) (times.renewDeadline().toMillis() / 3))
                .build();
        this.client = client.newClient(once).adapt(KubernetesClient.class);
        this.lease = lease;
        this.times = times;
        this.lock = new ObservedLock(
                new LeaseLock(namespace, lease, identity),
                times.duration().minus(times.margin()),
                clock,
                System::nanoTime);
        this.onElected = onElected;
        this.onLost = onLost;
        this.elections = Executors.newSingleThreadExecutor(task -> daemon(task, "leader-election"));
        this.callbacks = Executors.newSingleThreadExecutor(task -> daemon(task, "leadership"));
    }

    /**
     * Contends for a lease, which is created if it does not exist.
     *
     * @param client stays that of the caller
     * @param lease name of the Lease
     * @param identity of this process, see {@link #identity}
     * @param onElected runs after every election, on a thread of its own
     * @param onLost runs after every loss, the release at the end included, on the same thread
     */
    public static LeaseLeadership start(
            KubernetesClient client,
            String namespace,
            String lease,
            String identity,
            LeaseTimes times,
            Runnable onElected,
            Runnable onLost,
            InstantSource clock) {
        var leadership = new LeaseLeadership(client, namespace, lease, identity, times, onElected, onLost, clock);
        leadership.contend();
        return leadership;
    }

    /** An identity that no other process has: a pod of the same name has another uid. */
    public static String identity(String podName, String podUid) {
        return podName + "_" + podUid;
    }

    @Override
    public Instant leaseUntil() {
        return lock.heldUntil();
    }

    @Override
    public long losses() {
        return losses.get();
    }

    private synchronized void contend() {
        if (closed) {
            return;
        }
        var config = new LeaderElectionConfig(
                lock,
                times.duration(),
                times.renewDeadline(),
                times.retryPeriod(),
                new LeaderCallbacks(this::elected, this::lost, this::led),
                true,
                lease);
        // An elector serves for one term; the next contest takes a new one.
        CompletableFuture<?> term = new LeaderElectorBuilder(client, elections)
                .withConfig(config)
                .build()
                .start();
        contending = term;
        CompletableFuture<?> unused = term.whenComplete((nothing, failure) -> {
            drop();
            contend();
        });
    }

    private void led(@Nullable String leader) {
        LOG.info("Lease {} is held by {}", lease, leader == null ? "nobody" : leader);
    }

    private void elected() {
        callbacks.execute(guarded(onElected));
    }

    private void lost() {
        drop();
        callbacks.execute(guarded(onLost));
    }

    private void drop() {
        losses.incrementAndGet();
        lock.dropped();
    }

    private static Runnable guarded(Runnable callback) {
        return () -> {
            try {
                callback.run();
            } catch (RuntimeException e) {
                LOG.error("A callback of leader election failed", e);
            }
        };
    }

    /** Stops contending. A lease that is held is released, so that another process can take over at once. */
    @Override
    public void close() {
        CompletableFuture<?> last;
        synchronized (this) {
            closed = true;
            last = contending;
        }
        if (last != null) {
            last.cancel(true);
        }
        elections.shutdown();
        callbacks.shutdown();
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
