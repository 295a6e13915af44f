package io.dynamoplanner.power.device;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The answer of a device: a value, or why there is none. */
public sealed interface Outcome<T> {
    /** The device has answered. */
    record Ok<T>(T found) implements Outcome<T> {}

    /** It has not, or has refused. */
    record Failed<T>(DeviceError cause) implements Outcome<T> {}

    static <T> Outcome<T> ok(T value) {
        return new Ok<>(value);
    }

    static <T> Outcome<T> failed(DeviceError error) {
        return new Failed<>(error);
    }

    /** The value; empty if there is none. */
    default Optional<T> value() {
        return this instanceof Ok<T> ok ? Optional.of(ok.found) : Optional.empty();
    }

    /** The error; empty if there is a value. */
    default Optional<DeviceError> error() {
        return this instanceof Failed<T> failed ? Optional.of(failed.cause) : Optional.empty();
    }

    /** What follows from the value. */
    default <U> Outcome<U> then(Function<T, Outcome<U>> next) {
        return this instanceof Ok<T> ok ? next.apply(ok.found) : failed(((Failed<T>) this).cause);
    }

    /** The error in another shape. */
    default Outcome<T> mapError(UnaryOperator<DeviceError> shape) {
        return this instanceof Failed<T> failed ? failed(shape.apply(failed.cause)) : this;
    }

    /** The value in another shape. */
    default <U> Outcome<U> map(Function<T, U> shape) {
        return then(value -> ok(shape.apply(value)));
    }
}
