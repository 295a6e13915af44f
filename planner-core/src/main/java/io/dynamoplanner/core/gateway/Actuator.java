package io.dynamoplanner.core.gateway;

import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;

/** Writes one effect to the environment: Kubernetes, etcd, processes, a simulated fleet. */
public interface Actuator {
    /** Never throws: whatever goes wrong is an {@link Outcome.Failed}. */
    Outcome write(Effect effect);
}
