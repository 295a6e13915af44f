package io.dynamoplanner.power;

/** Input that a command cannot work with; the message names the input, what is wrong with it and the remedy. */
public final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInput(String message) {
        super(message);
    }
}
