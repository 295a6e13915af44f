package io.dynamoplanner.data.config;

import io.dynamoplanner.core.traffic.Signal;
import java.util.List;
import java.util.Map;

/** What happens while the planner does not know something. */
public final class ReliabilityFields {
    public static final ConfigField<Map<Signal, UnknownReadingPolicy>> UNKNOWN_READINGS = ConfigField.of(
                    "unknown_readings", UnknownReadingPolicy.TYPE)
            .in(Group.RELIABILITY)
            .ours()
            .initially(
                    UnknownReadingPolicy.standard(),
                    "What to do while a signal is unknown: `hold` the replicas, keep a `floor`, assume a `fallback`"
                            + " value, or use the `last_good` one while it is younger than `max_age_seconds`. Signals"
                            + " that are not named keep their default.");

    private ReliabilityFields() {}

    static List<ConfigField<?>> all() {
        return List.of(UNKNOWN_READINGS);
    }
}
