package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.role.Role;
import java.util.OptionalDouble;

/** An engine that nothing is known about. */
public record NoCapacity(Role role, String why) implements EngineCapacity {
    @Override
    public Capacity of(Work work, double slowness) {
        return new Capacity.None(why);
    }

    @Override
    public OptionalDouble itlMs(Work work, double inFlight) {
        return OptionalDouble.empty();
    }
}
