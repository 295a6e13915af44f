package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.role.Role;
import java.util.OptionalDouble;

/** Requests per second that one engine of a role serves inside its latency targets. Never throws on odd work. */
public interface EngineCapacity {
    Role role();

    /**
     * @param slowness factor on all pass times by which the engine differs from its model, 1 for none
     */
    Capacity of(Work work, double slowness);

    /**
     * Inter-token latency in ms with so many requests in flight on one engine; empty where the role does not decode or
     * there is no model.
     */
    OptionalDouble itlMs(Work work, double inFlight);
}
