package io.dynamoplanner.power.cap;

import java.util.List;

/**
 * What the pods of a board want together.
 *
 * @param watts for the board, not yet inside its range
 * @param pods whose annotations led to it
 * @param why one line for people
 */
public record Wish(int watts, Basis basis, List<PodCap> pods, String why) {
    public Wish {
        pods = List.copyOf(pods);
    }

    /** What a wish rests on. The names in lower case are values of a metric. */
    public enum Basis {
        /** One pod with a usable value. */
        ANNOTATION,
        /** Several pods of one mind. */
        AGREE,
        /** Several pods that are not, or of which one has an unusable value. */
        CONFLICT,
        /** One pod with an unusable value. */
        UNUSABLE,
        /** The shares of the pods on a board in MIG mode. */
        SUM;

        /** Whether the safe default stands in for what the pods say. */
        public boolean isSafeDefault(ConflictPolicy policy) {
            return this == UNUSABLE || (this == CONFLICT && policy == ConflictPolicy.SAFE_DEFAULT);
        }
    }
}
