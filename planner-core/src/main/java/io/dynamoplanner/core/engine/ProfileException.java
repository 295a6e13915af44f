package io.dynamoplanner.core.engine;

/** A profile that no engine model can be built from; the message names the array, the value and the remedy. */
public final class ProfileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProfileException(String message) {
        super(message);
    }
}
