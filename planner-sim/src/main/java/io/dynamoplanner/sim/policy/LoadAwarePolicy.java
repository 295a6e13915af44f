package io.dynamoplanner.sim.policy;

import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Instant;

/** A policy that looks at the engines and not at the traffic. */
public interface LoadAwarePolicy extends ScalingPolicy {

    /**
     * Decides at {@code now}.
     *
     * @param loads the load of each managed role; empty if it cannot be known now
     */
    Decision decide(Fleet fleet, PerRole<EngineLoad> loads, Instant now);

    /** Without a look at the engines: their load is unknown. */
    @Override
    default Decision decide(Observation seen, Instant now) {
        return decide(seen.fleet(), PerRole.empty(), now);
    }
}
