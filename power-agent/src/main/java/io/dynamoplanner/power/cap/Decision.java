package io.dynamoplanner.power.cap;

import io.dynamoplanner.power.cap.PowerRange.Clamp;
import java.time.Instant;
import java.util.Optional;

/** What to do with one board now, and why. */
public sealed interface Decision {
    /** One line for people. */
    String why();

    /** The limit that the board has, waits for or gets; empty if the decision names none. */
    default Optional<Target> chosen() {
        return Optional.empty();
    }

    /** The wish behind it; empty when nobody with a say uses the board. */
    default Optional<Wish> wish() {
        return chosen().flatMap(Target::wish);
    }

    /** Nobody has asked for anything, or it could not be found out: nothing is written. */
    record Leave(String why) implements Decision {}

    /** The board has what it should have. */
    record Hold(Target target, String why) implements Decision {
        @Override
        public Optional<Target> chosen() {
            return Optional.of(target);
        }
    }

    /** The limit is to be changed, but not yet. */
    record Wait(Target target, Instant until, String why) implements Decision {
        @Override
        public Optional<Target> chosen() {
            return Optional.of(target);
        }
    }

    /**
     * The limit is to be changed now.
     *
     * @param repair whether this undoes what somebody else did
     */
    record Set(Target target, boolean repair, String why) implements Decision {
        @Override
        public Optional<Target> chosen() {
            return Optional.of(target);
        }
    }

    /** The board is no longer asked for: what was there before is put back. */
    record Release(String why) implements Decision {}

    /**
     * A limit for a board.
     *
     * @param milliwatts inside its range
     * @param clamp which end of the range the wish was moved to
     * @param emergency whether an emergency lowered it
     * @param fitted whether the limit of the node lowered it
     */
    record Target(long milliwatts, Clamp clamp, boolean emergency, boolean fitted, Optional<Wish> wish) {}
}
