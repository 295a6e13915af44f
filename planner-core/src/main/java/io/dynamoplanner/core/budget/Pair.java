package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.role.PerRole;

/** A number for each of two roles, in role order: the reference's pair arithmetic treats the second one differently. */
record Pair(int first, int second) {
    static Pair of(PerRole<Integer> counts) {
        return new Pair(counts.valueAt(0), counts.valueAt(1));
    }

    /** GPUs held by this many replicas of the given widths. */
    long gpus(Pair widths) {
        return (long) first * widths.first + (long) second * widths.second;
    }

    int widest() {
        return Math.max(first, second);
    }

    boolean anyBelow(Pair other) {
        return first < other.first || second < other.second;
    }

    Pair max(Pair other) {
        return new Pair(Math.max(first, other.first), Math.max(second, other.second));
    }

    /** Whether each number lies between those of the two given pairs, ends included. */
    boolean isBetween(Pair a, Pair b) {
        return first >= Math.min(a.first, b.first)
                && first <= Math.max(a.first, b.first)
                && second >= Math.min(a.second, b.second)
                && second <= Math.max(a.second, b.second);
    }

    PerRole<Integer> toRoles(PerRole<Integer> like) {
        return PerRole.of(like.roleAt(0), first, like.roleAt(1), second);
    }
}
