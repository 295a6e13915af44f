package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.Objects;

/**
 * What a graph would like to run and the GPU budget that it has to fit in.
 *
 * @param current replicas that the graph has: those asked for, or those that serve, as the rule counts them
 * @param wanted replicas asked for, whole and after step limits
 * @param gpusPerReplica GPUs that one replica holds; 0 for a role that holds none
 * @param floors fewest replicas allowed
 * @param need replicas that the demand asks for before rounding up; a role with 0 or less needs nothing
 * @param gpuFloor GPUs below which the graph is not shrunk; negative for none
 * @param gpuCeiling most GPUs allowed; negative for no limit
 */
public record BudgetRequest(
        PerRole<Integer> current,
        PerRole<Integer> wanted,
        PerRole<Integer> gpusPerReplica,
        PerRole<Integer> floors,
        PerRole<Double> need,
        int gpuFloor,
        int gpuCeiling) {
    public BudgetRequest {
        Objects.requireNonNull(wanted, "wanted");
        requireCounts("current", current, wanted);
        requireCounts("wanted", wanted, wanted);
        requireCounts("gpusPerReplica", gpusPerReplica, wanted);
        requireCounts("floors", floors, wanted);
        requireRoles("need", need, wanted);
        for (int i = 0; i < need.size(); i++) {
            if (Double.isNaN(need.valueAt(i))) {
                throw new IllegalArgumentException(
                        "need of role " + need.roleAt(i) + " is NaN; give the replicas that the demand asks for, or 0");
            }
        }
    }

    /** {@link #wanted}, raised to the floor where it is below. */
    public PerRole<Integer> wish() {
        return wanted.map((role, n) -> Math.max(n, floors.get(role)));
    }

    /** GPUs that the given replicas would hold. */
    public long gpus(PerRole<Integer> replicas) {
        long total = 0;
        for (int i = 0; i < replicas.size(); i++) {
            total += (long) replicas.valueAt(i) * gpusPerReplica.valueAt(i);
        }
        return total;
    }

    GpuBand band() {
        return new GpuBand(gpuFloor, gpuCeiling);
    }

    private static void requireCounts(String field, PerRole<Integer> counts, PerRole<Integer> like) {
        requireRoles(field, counts, like);
        for (int i = 0; i < counts.size(); i++) {
            if (counts.valueAt(i) < 0) {
                throw new IllegalArgumentException(
                        field + " of role " + counts.roleAt(i) + " must not be negative, got " + counts.valueAt(i));
            }
        }
    }

    private static void requireRoles(String field, PerRole<?> map, PerRole<?> like) {
        Objects.requireNonNull(map, field);
        boolean same = map.size() == like.size();
        for (int i = 0; same && i < map.size(); i++) {
            Role role = map.roleAt(i);
            same = role.equals(like.roleAt(i));
        }
        if (!same) {
            throw new IllegalArgumentException(field + " has roles " + map.roles() + " but wanted has " + like.roles()
                    + "; give every field the same roles");
        }
    }
}
