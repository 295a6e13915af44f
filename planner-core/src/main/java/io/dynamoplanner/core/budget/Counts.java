package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.TreeMap;

/** Replica counts as a plain array in role order, for arithmetic over any number of roles. */
final class Counts {
    private Counts() {}

    static int[] of(PerRole<Integer> counts) {
        int[] array = new int[counts.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = counts.valueAt(i);
        }
        return array;
    }

    static PerRole<Integer> toRoles(int[] counts, PerRole<?> like) {
        return switch (counts.length) {
            case 1 -> PerRole.of(like.roleAt(0), counts[0]);
            case 2 -> PerRole.of(like.roleAt(0), counts[0], like.roleAt(1), counts[1]);
            default -> {
                var map = new TreeMap<Role, Integer>();
                for (int i = 0; i < counts.length; i++) {
                    map.put(like.roleAt(i), counts[i]);
                }
                yield PerRole.copyOf(map);
            }
        };
    }

    /** GPUs held by this many replicas of the given widths. */
    static long gpus(int[] counts, int[] widths) {
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += (long) counts[i] * widths[i];
        }
        return total;
    }
}
