package io.dynamoplanner.data.config;

import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.data.config.type.DecimalType;
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

    public static final ConfigField<Double> STUCK_AFTER_SECONDS = ConfigField.of(
                    "stuck_after_seconds", DecimalType.between(30, 86_400).in("s"))
            .in(Group.RELIABILITY)
            .ours()
            .initially(
                    600.0,
                    "A role whose change makes no progress for this long is stuck: it may shrink and does not grow.");

    private ReliabilityFields() {}

    static List<ConfigField<?>> all() {
        return List.of(UNKNOWN_READINGS, STUCK_AFTER_SECONDS);
    }
}
