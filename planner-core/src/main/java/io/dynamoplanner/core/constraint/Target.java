package io.dynamoplanner.core.constraint;

import java.util.Objects;

/**
 * Where one role is headed, on its way through the constraints. The steps form a chain back to the wish, so that a
 * reader sees what each constraint did and what the answer would have been without it.
 *
 * @param replicas the count at this point
 * @param need exact count that the demand asks for, for weighing roles against each other
 * @param binding what bound it last
 * @param reason one sentence by whoever changed it last
 * @param previous the target before that change, or the target itself for the wish
 */
public record Target(int replicas, double need, Binding binding, String reason, Previous previous) {
    public Target {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(previous, "previous");
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative, got " + replicas);
        }
    }

    /** What stood before: another target, or nothing. */
    public sealed interface Previous {
        /** The wish has nothing before it. */
        record None() implements Previous {}

        record Was(Target target) implements Previous {}
    }

    private static final Previous NONE = new Previous.None();

    /** The start of the chain. */
    public static Target wish(int replicas, double need, Binding binding, String reason) {
        return new Target(replicas, need, binding, reason, NONE);
    }

    /** This target after a constraint set it to {@code count}. */
    public Target bound(int count, Binding by, String why) {
        return new Target(count, need, by, why, new Previous.Was(this));
    }

    /** The count that was wished for before any constraint. */
    public int wished() {
        Target t = this;
        while (t.previous instanceof Previous.Was was) {
            t = was.target();
        }
        return t.replicas;
    }
}
