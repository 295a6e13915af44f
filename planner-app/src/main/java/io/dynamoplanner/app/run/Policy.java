package io.dynamoplanner.app.run;

import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.config.PlannerConfig;
import java.util.List;

/**
 * How a graph is to be scaled.
 *
 * @param version counts up with every change, so that a change is noticed
 * @param config the configuration that it was made from
 * @param settings the same in the core's own types
 * @param profile performance of one engine
 * @param warmUp traffic to learn from where none is recorded; may be empty
 */
public record Policy(
        int version,
        PlannerConfig config,
        PlannerSettings settings,
        EngineProfile profile,
        List<TrafficSample> warmUp) {
    public Policy {
        warmUp = List.copyOf(warmUp);
    }
}
