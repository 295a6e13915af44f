package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.ListType;
import io.dynamoplanner.data.config.type.OptionalType;
import java.util.List;
import java.util.Optional;

/** How often, how far and when replica counts may change. */
public final class PacingFields {
    private static final int WEEK_SECONDS = 604_800;
    private static final int MANY_REPLICAS = 100_000;

    public static final ConfigField<Integer> THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS = ConfigField.of(
                    "throughput_adjustment_interval_seconds",
                    IntegerType.between(1, WEEK_SECONDS).in("s"))
            .in(Group.PACING)
            .alias("throughput_adjustment_interval")
            .flag("--adjustment-interval")
            .initially(180, "Length of a traffic window and time between two decisions.");

    public static final ConfigField<Integer> MAX_THROUGHPUT_SCALING_REPLICAS = ConfigField.of(
                    "max_throughput_scaling_replicas",
                    IntegerType.between(1, MANY_REPLICAS).in("replicas"))
            .in(Group.PACING)
            .initially(8, "Largest change of a role in one decision, up or down.");

    public static final ConfigField<Optional<Integer>> MAX_SCALE_UP_REPLICAS = ConfigField.of(
                    "max_scale_up_replicas",
                    OptionalType.of(IntegerType.between(1, MANY_REPLICAS).in("replicas")))
            .in(Group.PACING)
            .ours()
            .initially(Optional.empty(), "Largest step up; null: `max_throughput_scaling_replicas`.");

    public static final ConfigField<Optional<Integer>> MAX_SCALE_DOWN_REPLICAS = ConfigField.of(
                    "max_scale_down_replicas",
                    OptionalType.of(IntegerType.between(1, MANY_REPLICAS).in("replicas")))
            .in(Group.PACING)
            .ours()
            .initially(Optional.empty(), "Largest step down; null: `max_throughput_scaling_replicas`.");

    public static final ConfigField<Double> STARTUP_SECONDS = ConfigField.of(
                    "startup_seconds", DecimalType.between(0, WEEK_SECONDS).in("s"))
            .in(Group.PACING)
            .ours()
            .initially(
                    60.0,
                    "Time from writing a count until the new engine serves, as long as fewer than five starts were seen; after"
                            + " that, what nine in ten starts took. Forecasts look ahead so far. 0: only at the next"
                            + " window.");

    public static final ConfigField<Integer> SCALE_DOWN_STABILIZATION_SECONDS = ConfigField.of(
                    "scale_down_stabilization_seconds",
                    IntegerType.between(0, WEEK_SECONDS).in("s"))
            .in(Group.PACING)
            .ours()
            .initially(300, "A role shrinks only to the highest need seen in this time.");

    public static final ConfigField<Integer> MAX_DIRECTION_CHANGES_PER_HOUR = ConfigField.of(
                    "max_direction_changes_per_hour", IntegerType.between(-1, 3600))
            .in(Group.PACING)
            .ours()
            .initially(
                    2,
                    "How often in one hour a role may turn from growing to shrinking or back before it is not shrunk any"
                            + " more; 0 never lets a role that has grown shrink, -1 sets no limit.");

    public static final ConfigField<List<FreezeWindow>> FREEZE_WINDOWS = ConfigField.of(
                    "freeze_windows", ListType.of(FreezeWindow.TYPE))
            .in(Group.PACING)
            .ours()
            .initially(
                    List.of(),
                    "Recurring times in UTC in which nothing changes (`allow: none`) or nothing shrinks (`allow:"
                            + " growth`). A window whose end is not after its start ends on the next day; `days` are"
                            + " those on which it starts.");

    private PacingFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS,
                MAX_THROUGHPUT_SCALING_REPLICAS,
                MAX_SCALE_UP_REPLICAS,
                MAX_SCALE_DOWN_REPLICAS,
                STARTUP_SECONDS,
                SCALE_DOWN_STABILIZATION_SECONDS,
                MAX_DIRECTION_CHANGES_PER_HOUR,
                FREEZE_WINDOWS);
    }
}
