package io.dynamoplanner.app.assembly;

import java.util.Arrays;
import java.util.Optional;

/** Whose arithmetic is used: ours, or that of a release of the reference planner. */
public enum Compatibility {
    NONE("none"),
    RELEASE_0_6("0.6"),
    RELEASE_1_0("1.0"),
    RELEASE_1_6("1.6");

    private final String text;

    Compatibility(String text) {
        this.text = text;
    }

    /** The value of the setting {@code compatibility}. */
    public String text() {
        return text;
    }

    public static Optional<Compatibility> parse(String text) {
        return Arrays.stream(values()).filter(c -> c.text.equals(text)).findFirst();
    }
}
