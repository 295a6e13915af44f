package io.dynamoplanner.data.config.type;

/** A credential. Its text leaves only through {@link #reveal()}, so that no log line or report shows it by accident. */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The credential itself; for the request that needs it and nothing else. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return TextType.MASK;
    }
}
