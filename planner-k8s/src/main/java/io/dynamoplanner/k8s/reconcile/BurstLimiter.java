package io.dynamoplanner.k8s.reconcile;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes one look of a burst of events: a look waits until the first event is {@code settle} old and the last look
 * {@code spacing}. The very first look waits for nothing.
 *
 * <p>The limiter that comes with the framework lets the first event of a burst through at once, and measures how long the
 * others have to wait by the wall clock and in the wrong direction.
 */
final class BurstLimiter implements RateLimiter<BurstLimiter.Pace> {
    private final long settleNanos;
    private final long spacingNanos;
    private final LongSupplier nanoTime;

    BurstLimiter(Duration settle, Duration spacing, LongSupplier nanoTime) {
        this.settleNanos = settle.toNanos();
        this.spacingNanos = spacing.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Of one graph. Used by one thread at a time, because the framework locks. */
    static final class Pace implements RateLimitState {
        private boolean looked;
        private long lastLook;
        private boolean pending;
        private long due;
    }

    @Override
    public Optional<Duration> isLimited(RateLimitState state) {
        Pace pace = (Pace) state;
        long now = nanoTime.getAsLong();
        if (pace.looked && !pace.pending) {
            pace.pending = true;
            pace.due = now + Math.max(settleNanos, pace.lastLook + spacingNanos - now);
        }
        if (pace.pending && pace.due - now > 0) {
            return Optional.of(Duration.ofNanos(pace.due - now));
        }
        pace.looked = true;
        pace.pending = false;
        pace.lastLook = now;
        return Optional.empty();
    }

    @Override
    public Pace initState() {
        return new Pace();
    }
}
