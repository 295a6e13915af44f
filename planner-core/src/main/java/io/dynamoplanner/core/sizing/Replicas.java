package io.dynamoplanner.core.sizing;

/** Rounding of an exact replica count to a whole one. */
final class Replicas {
    /** More replicas than any cluster has: a count above it says that the demand or the model is not of this world. */
    static final int MOST = 1_000_000;

    private Replicas() {}

    /** {@code ⌈exact⌉}, at least 0 and at most {@link #MOST}. */
    static int ceil(double exact) {
        return (int) Math.min(MOST, Math.max(0, Math.ceil(exact)));
    }
}
