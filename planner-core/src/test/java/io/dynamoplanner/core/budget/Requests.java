package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.Map;
import java.util.TreeMap;

/** Builds requests in one line. */
final class Requests {
    private static final Role[] ROLES = {Role.PREFILL, Role.DECODE, Role.AGGREGATED};

    private Requests() {}

    static PerRole<Integer> roles(int... counts) {
        Map<Role, Integer> map = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            map.put(ROLES[i], counts[i]);
        }
        return PerRole.copyOf(map);
    }

    /** A request whose need is exactly what is wanted. */
    static BudgetRequest of(int[] current, int[] wanted, int[] gpus, int[] floors, int gpuFloor, int gpuCeiling) {
        PerRole<Integer> wish = roles(wanted);
        return new BudgetRequest(
                roles(current),
                wish,
                roles(gpus),
                roles(floors),
                wish.map((role, n) -> (double) n),
                gpuFloor,
                gpuCeiling);
    }

    static int[] a(int... counts) {
        return counts;
    }
}
