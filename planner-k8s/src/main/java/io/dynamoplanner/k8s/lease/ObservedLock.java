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
import java.util.OptionalLong;
import java.util.function.LongSupplier;
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
    private final LongSupplier nanos;
    /** By the timer; empty while the lock is not held. */
    private volatile OptionalLong heldUntil = OptionalLong.empty();

    /** What the lease says, and the timer when it was first seen to say so; null before the first look. */
    private @Nullable LeaderElectionRecord seen;

    private long seenNanos;

    /**
     * @param usable how long after the start of a renewal the lock is certainly held
     * @param nanos the timer that nobody sets, as {@link System#nanoTime}
     */
    ObservedLock(Lock lock, Duration usable, InstantSource clock, LongSupplier nanos) {
        this.lock = lock;
        this.usable = usable;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Until when, by the clock as it stands now, this process certainly holds the lock; {@link Instant#MIN} if it does not. To be
     * compared at once: whoever sets the clock moves this moment, not the time that is left.
     */
    Instant heldUntil() {
        OptionalLong until = heldUntil;
        if (until.isEmpty()) {
            return Instant.MIN;
        }
        long left = until.getAsLong() - nanos.getAsLong();
        return left > 0 ? clock.instant().plusNanos(left) : Instant.MIN;
    }

    /** Not held any longer, whatever the lease says. */
    void dropped() {
        heldUntil = OptionalLong.empty();
    }

    @Override
    @SuppressWarnings("NullAway") // null is how the elector wants to hear that there is no lease
    public LeaderElectionRecord get(KubernetesClient client) {
        LeaderElectionRecord found = guarded(() -> lock.get(client));
        if (found == null) {
            heldUntil = OptionalLong.empty();
            return null;
        }
        if (!identity().equals(found.getHolderIdentity())) {
            heldUntil = OptionalLong.empty();
        }
        return asSeenHere(found);
    }

    private LeaderElectionRecord asSeenHere(LeaderElectionRecord found) {
        long now = nanos.getAsLong();
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
        long start = nanos.getAsLong();
        boolean releases = !identity().equals(next.getHolderIdentity());
        if (releases) {
            heldUntil = OptionalLong.empty();
        }
        guarded(() -> {
            request.run();
            return null;
        });
        if (!releases) {
            heldUntil = OptionalLong.of(start + usable.toNanos());
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
