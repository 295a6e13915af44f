package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.role.PerRole;

/** No role below its floor, whatever else happened. A floor of 0 allows zero replicas. */
public final class ReplicaFloor implements Constraint {
    private final PerRole<Integer> floors;

    public ReplicaFloor(PerRole<Integer> floors) {
        this.floors = floors;
    }

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        return targets.map((role, target) -> {
            int floor = floors.getOr(role, 0);
            return target.replicas() >= floor
                    ? target
                    : target.bound(floor, Binding.FLOOR, "raised to the floor of " + floor);
        });
    }
}
