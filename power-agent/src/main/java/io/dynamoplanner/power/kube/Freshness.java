package io.dynamoplanner.power.kube;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether every change has been told so far. A watch that the server ends as usual is begun again at once, which is no reason
 * to doubt; one that was lost is, until a new one has told what was missed.
 */
final class Freshness {
    /** How long a usual end of a watch may take until the next one has begun. */
    private static final long CHANGEOVER = TimeUnit.SECONDS.toNanos(1);
    /** What was missed comes at once and in one go; after this much silence there is no more. */
    private static final long CAUGHT_UP = TimeUnit.MILLISECONDS.toNanos(250);

    /** A server that never falls silent has told by then what was missed. */
    private static final long LONGEST_CATCHING_UP = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanos;
    private State state = State.LOST;
    private long since;
    /** When the last event was told, while catching up. */
    private long told;

    private enum State {
        WATCHING,
        CHANGING_OVER,
        LOST,
        CATCHING_UP
    }

    /** @param nanos a clock that nobody sets */
    Freshness(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private void become(State next) {
        state = next;
        since = nanos.getAsLong();
        told = since;
    }

    /**
     * A watch has begun.
     *
     * @param complete whether it follows on a list, so that it has missed nothing
     */
    synchronized void begun(boolean complete) {
        boolean missed = !complete && !isFresh();
        become(missed ? State.CATCHING_UP : State.WATCHING);
    }

    /** An event was told. */
    synchronized void told() {
        if (state == State.CATCHING_UP && !isFresh()) {
            told = nanos.getAsLong();
        }
    }

    /** The server has told that nothing is missing. */
    synchronized void bookmarked() {
        become(State.WATCHING);
    }

    /** The server has ended the watch as usual. */
    synchronized void ended() {
        become(isFresh() ? State.CHANGING_OVER : State.LOST);
    }

    synchronized void lost() {
        become(State.LOST);
    }

    synchronized boolean isFresh() {
        long now = nanos.getAsLong();
        long age = now - since;
        return switch (state) {
            case WATCHING -> true;
            case CHANGING_OVER -> age < CHANGEOVER;
            case CATCHING_UP -> now - told >= CAUGHT_UP || age >= LONGEST_CATCHING_UP;
            case LOST -> false;
        };
    }
}
