package io.dynamoplanner.k8s.lease;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock that notes until when it is held, and since when others have held it.
 *
 * <p>The elector takes over when the time of renewal in the lease, by the clock of its holder, plus the duration has passed by
 * its own clock. Clocks differ, so one that runs ahead would take over from a healthy leader. Here the time of renewal is
 * the moment at which this process first saw it, by a timer that nobody sets.
 *
 * <p>Whatever is wrong with a lease is told in the one exception that the elector expects; any other would end it silently.
 */
final class ObservedLock implements Lock {
    private final Lock lock;
    private final Duration usable;
    private final InstantSource clock;
    private volatile Instant heldUntil = Instant.MIN;

    /** What the lease says, and the timer when it was first seen to say so; null before the first look. */
    private @Nullable LeaderElectionRecord seen;

    private long seenNanos;

    /** @param usable how long after the start of a renewal the lock is certainly held */
    ObservedLock(Lock lock, Duration usable, InstantSource clock) {
        this.lock = lock;
        this.usable = usable;
        this.clock = clock;
    }

    /** Until when this process certainly holds the lock; {@link Instant#MIN} if it does not. */
    Instant heldUntil() {
        return heldUntil;
    }

    /** Not held any longer, whatever the lease says. */
    void dropped() {
        heldUntil = Instant.MIN;
    }

    @Override
    @SuppressWarnings("NullAway") // null is how the elector wants to hear that there is no lease
    public LeaderElectionRecord get(KubernetesClient client) {
        LeaderElectionRecord found = guarded(() -> lock.get(client));
        if (found == null) {
            heldUntil = Instant.MIN;
            return null;
        }
        if (!identity().equals(found.getHolderIdentity())) {
            heldUntil = Instant.MIN;
        }
        return asSeenHere(found);
    }

    private LeaderElectionRecord asSeenHere(LeaderElectionRecord found) {
        long now = System.nanoTime();
        if (!found.equals(seen)) {
            seen = found;
            seenNanos = now;
        }
        return new LeaderElectionRecord(
                found.getHolderIdentity(),
                found.getLeaseDuration(),
                found.getAcquireTime(),
                ZonedDateTime.now(ZoneOffset.UTC).minusNanos(now - seenNanos),
                found.getLeaderTransitions());
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord next) {
        write(next, () -> lock.create(client, next));
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord next) {
        write(next, () -> lock.update(client, next));
    }

    /** Others count from a moment after the start of the request, so that counting from its start is safe. */
    private void write(LeaderElectionRecord next, Runnable request) {
        Instant start = clock.instant();
        boolean releases = !identity().equals(next.getHolderIdentity());
        if (releases) {
            heldUntil = Instant.MIN;
        }
        guarded(() -> {
            request.run();
            return null;
        });
        if (!releases) {
            heldUntil = start.plus(usable);
        }
    }

    private <T> @Nullable T guarded(Supplier<@Nullable T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new KubernetesClientException(
                    describe() + " is not a lease as electors write it; delete it: " + e.getMessage(), e);
        }
    }

    @Override
    public String identity() {
        return Objects.requireNonNull(lock.identity(), "identity");
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
