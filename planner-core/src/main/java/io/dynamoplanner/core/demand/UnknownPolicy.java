package io.dynamoplanner.core.demand;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What stands in for a reading that is unknown. Whatever the policy, an unknown reading never shrinks a fleet; the
 * policies differ in whether and how it may still grow.
 */
public sealed interface UnknownPolicy {

    /** Change nothing until the reading is back. */
    record Hold() implements UnknownPolicy {}

    /** Change nothing, but bring every role up to at least this many replicas. */
    record Floor(int replicas) implements UnknownPolicy {
        public Floor {
            if (replicas < 0) {
                throw new IllegalArgumentException("floor must not be negative, got " + replicas);
            }
        }
    }

    /** Use a fixed value, in the unit of the signal. */
    record Fallback(double value) implements UnknownPolicy {
        public Fallback {
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException("fallback value must be finite and not negative, got " + value);
            }
        }
    }

    /** Go on with what was last known, for as long as it is not older than this; then hold. */
    record LastGood(Duration maxAge) implements UnknownPolicy {
        public LastGood {
            if (maxAge.isNegative()) {
                throw new IllegalArgumentException("maximum age must not be negative, got " + maxAge);
            }
        }

        /** Whether what was known at one time still stands in at another. */
        boolean holds(Optional<Instant> known, Instant at) {
            return known.isPresent() && Duration.between(known.get(), at).compareTo(maxAge) <= 0;
        }
    }
}
