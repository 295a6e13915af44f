package io.dynamoplanner.core.fleet;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The replicas of one role as they are now.
 *
 * @param desired replicas asked for (the specified count)
 * @param ready replicas that serve
 * @param starting replicas that exist but do not serve yet
 * @param terminating replicas that still hold their GPUs although they are no longer wanted (draining)
 * @param gpusPerReplica GPUs that one replica holds; empty if nobody can tell
 * @param rollout what the role is busy with
 */
public record RoleFleet(
        int desired, int ready, int starting, int terminating, OptionalInt gpusPerReplica, Rollout rollout) {
    public RoleFleet {
        Objects.requireNonNull(rollout, "rollout");
        if (desired < 0 || ready < 0 || starting < 0 || terminating < 0) {
            throw new IllegalArgumentException("replica counts must not be negative: desired " + desired + ", ready "
                    + ready + ", starting " + starting + ", terminating " + terminating);
        }
    }

    /** A settled role: as many ready as desired. */
    public static RoleFleet settled(int replicas, int gpusPerReplica) {
        return new RoleFleet(replicas, replicas, 0, 0, OptionalInt.of(gpusPerReplica), Rollout.SETTLED);
    }

    /**
     * Replicas that hold GPUs or may take them at any moment: what is there, and what the specification will still
     * create. A terminating replica counts until it is gone.
     */
    public int holding() {
        return Math.max(desired, ready + starting) + terminating;
    }

    /** What a role is busy with. */
    public enum Rollout {
        /** Ready equals desired. */
        SETTLED,
        /** Replicas are being added or removed. */
        SCALING,
        /** Replicas are being replaced by a new version. */
        UPDATING,
        /** A change has not finished in its time. */
        STUCK,
        /** The counts could not be read; they are the last ones seen. */
        UNKNOWN
    }
}
