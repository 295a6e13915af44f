package io.dynamoplanner.app.http;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Goes on steadily whatever is done to the clock of the machine, and so is right for how long something takes and wrong
 * for what time it is: a clock that is set must neither end a healthy process nor keep a hung one alive.
 */
public final class SteadyClock implements InstantSource {
    private final LongSupplier nanos;
    private final Instant start;
    private final long startNanos;

    private SteadyClock(Instant start, LongSupplier nanos) {
        this.nanos = nanos;
        this.start = start;
        this.startNanos = nanos.getAsLong();
    }

    /** Starts with the time of day as it is now. */
    public static SteadyClock from(InstantSource clock) {
        return new SteadyClock(clock.instant(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }
}
