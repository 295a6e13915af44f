package io.dynamoplanner.core.staging;

import io.dynamoplanner.core.constraint.Situation;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Releases are written at once, growth only as far as GPUs are free right now.
 *
 * <p>A role holds {@code max(desired, ready + starting) + terminating} replicas: what is there, what its specification
 * will still create, and what is draining. What is being released, by this plan or an earlier one, counts as held until
 * it is gone, and each replica above the present specification takes GPUs of its own: by the time the write lands, a
 * replica that could have been kept may have begun to drain. So the GPUs held stay within the ceiling at every instant, in
 * whatever order the writes land and however long a drain takes. The rest of the growth waits for the release to be
 * observed.
 *
 * <p>Free GPUs go one replica at a time to the role with the smallest share of its target, so that two growing roles
 * come up together.
 */
public final class ReleaseFirst implements Staging {

    @Override
    public PerRole<Integer> now(PerRole<Target> targets, Situation situation) {
        GpuGrant grant = situation.grant();
        int ceiling = grant.ceilingAt(situation.now(), situation.heldGpus());
        if (ceiling < 0) {
            return targets.map((role, target) -> target.replicas());
        }
        PerRole<Integer> counts = targets.map((role, target) ->
                Math.min(target.replicas(), situation.role(role).desired()));
        long free = (long) ceiling - situation.heldGpus();
        while (true) {
            Role next = mostNeedy(targets, counts, situation, free);
            if (next == null) {
                return counts;
            }
            int count = counts.get(next);
            free -= situation.role(next).gpusPerReplica().orElse(0);
            counts = counts.with(next, count + 1);
        }
    }

    /** The role that is furthest from its target among those that still fit; null if none does. */
    private static @Nullable Role mostNeedy(
            PerRole<Target> targets, PerRole<Integer> counts, Situation situation, long free) {
        Role best = null;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < targets.size(); i++) {
            Role role = targets.roleAt(i);
            int target = targets.valueAt(i).replicas();
            int count = counts.get(role);
            double share = (double) count / target;
            OptionalInt width = situation.role(role).gpusPerReplica();
            if (count < target && share < smallest && width.isPresent() && width.getAsInt() <= free) {
                best = role;
                smallest = share;
            }
        }
        return best;
    }
}
