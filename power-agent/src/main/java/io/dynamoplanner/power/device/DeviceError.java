package io.dynamoplanner.power.device;

import java.util.Objects;

/**
 * Why a device did not do what it was asked for.
 *
 * @param function what was called, as the library names it
 * @param code what it returned; 0 if there was no return code
 * @param text for people
 */
public record DeviceError(Kind kind, String function, int code, String text) {
    public DeviceError {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(text, "text");
    }

    /** What follows from an error; several codes of a library have the same consequence. */
    public enum Kind {
        /** The board cannot do this: a laptop, a virtual GPU. Asking again is no use. */
        NOT_SUPPORTED,
        /** The process lacks rights. It stays up and is not ready; a restart would not help. */
        NO_PERMISSION,
        /** There is no such board. */
        ABSENT,
        /** The board is there and does not work until it is reset. What we know about it is kept. */
        LOST,
        /** There is no driver, or it is being reloaded. Asked again later. */
        NO_DRIVER,
        /** The driver was replaced while we ran. Only a new process can load the new library. */
        DRIVER_REPLACED,
        /** The value is outside of what the board accepts. */
        INVALID,
        /** Another board sits where this one was; nothing was written. */
        MOVED,
        /** No answer in time; the call may still be under way. */
        TIMED_OUT,
        /** Anything that the next try may not meet. */
        TRANSIENT
    }

    /**
     * The same error where it only hides the outcome of a write that worked: never a refusal, whatever its kind was.
     */
    DeviceError afterWrite() {
        return new DeviceError(Kind.TRANSIENT, function, code, "written, but not read back: " + text);
    }

    @Override
    public String toString() {
        return function + ": " + text + (code == 0 ? "" : " (code " + code + ")");
    }
}
