package io.dynamoplanner.core.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a source could say about one signal at one time: a value, a confirmed zero, or nothing.
 *
 * <p>The three are kept apart because they ask for different actions. A confirmed zero (the counter exists and did not
 * move) lets a fleet shrink; an unknown (query failed, series missing, NaN, too old) must never shrink anything.
 */
public sealed interface Reading {

    /** When the value was true, or since when it is unknown. */
    Instant at();

    /** The value, 0 for a confirmed zero, empty when unknown. */
    OptionalDouble value();

    default boolean isKnown() {
        return !(this instanceof Unknown);
    }

    default Duration age(Instant now) {
        return Duration.between(at(), now);
    }

    /**
     * A finite value. A NaN or infinite number from a source becomes {@link Unknown}.
     *
     * @param number in the unit of its signal
     */
    record Known(double number, Instant at) implements Reading {
        public Known {
            Objects.requireNonNull(at, "at");
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("a known reading must be finite, got " + number);
            }
        }

        @Override
        public OptionalDouble value() {
            return OptionalDouble.of(number);
        }
    }

    /** The source was asked and says there was nothing: the series exists and its increase is 0. */
    record Zero(Instant at) implements Reading {
        public Zero {
            Objects.requireNonNull(at, "at");
        }

        @Override
        public OptionalDouble value() {
            return OptionalDouble.of(0.0);
        }
    }

    /**
     * Nothing usable.
     *
     * @param why the class of failure
     * @param detail one line for people: which query, which series, which status
     * @param at since when
     */
    record Unknown(Cause why, String detail, Instant at) implements Reading {
        public Unknown {
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(detail, "detail");
            Objects.requireNonNull(at, "at");
        }

        @Override
        public OptionalDouble value() {
            return OptionalDouble.empty();
        }
    }

    /** Why a reading is unknown. */
    enum Cause {
        /** The source could not be asked or did not answer in time. */
        FAILED,
        /** The source answered, but has no such series. */
        EMPTY,
        /** The newest sample is older than allowed. */
        STALE,
        /** The source answered with NaN or an infinite number. */
        NOT_A_NUMBER,
        /** Nobody asked: this source does not have this signal. */
        NOT_OBSERVED
    }

    /** A finite number as it is: zero becomes a confirmed {@link Zero}, a non-finite number an {@link Unknown}. */
    static Reading of(double number, Instant at) {
        if (!Double.isFinite(number)) {
            return new Unknown(Cause.NOT_A_NUMBER, "the source answered " + number, at);
        }
        return number == 0.0 ? new Zero(at) : new Known(number, at);
    }

    static Reading unknown(Cause why, String detail, Instant at) {
        return new Unknown(why, detail, at);
    }
}
