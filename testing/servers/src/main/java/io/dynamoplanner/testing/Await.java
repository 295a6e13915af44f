package io.dynamoplanner.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that another process or thread does. */
public final class Await {
    /** Far longer than anything here takes, so that only a thing that never happens runs into it. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_MS = 20;

    private Await() {}

    /**
     * Returns as soon as the condition holds; looks at it every 20 ms.
     *
     * @param what the thing waited for, as the end of "no ..."
     * @throws AssertionError if it does not hold within {@link #PATIENCE}
     */
    public static void until(String what, BooleanSupplier condition) {
        if (!within(PATIENCE, condition)) {
            throw new AssertionError("no " + what + " within " + PATIENCE.toSeconds() + " s");
        }
    }

    /** Whether the condition comes to hold before the deadline; it is looked at once at least. */
    public static boolean within(Duration deadline, BooleanSupplier condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
