package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.OptionalType;
import io.dynamoplanner.data.config.type.TextType;
import java.util.List;
import java.util.Optional;

/** Whose arithmetic decides, and fields that only old files have. */
public final class CompatibilityFields {
    public static final ConfigField<Compatibility> COMPATIBILITY = ConfigField.of(
                    "compatibility", ChoiceType.of(Compatibility.class))
            .in(Group.COMPATIBILITY)
            .ours()
            .initially(
                    Compatibility.NONE,
                    "Decide as a release of the reference would, for comparison; `none` is our own arithmetic.");

    public static final ConfigField<Optional<String>> LOAD_ROUTER_METRICS_URL = ConfigField.of(
                    "load_router_metrics_url", OptionalType.of(TextType.url()))
            .in(Group.COMPATIBILITY)
            .flag("--loadbased-router-metrics-url")
            .effect(Effect.retired("load is read from the event plane"))
            .initially(Optional.empty(), "Metrics of the router, in early load scaling.");

    public static final ConfigField<Optional<Integer>> LOAD_LEARNING_WINDOW = ConfigField.of(
                    "load_learning_window", OptionalType.of(IntegerType.between(1, 1_000_000)))
            .in(Group.COMPATIBILITY)
            .flag("--loadbased-learning-window")
            .effect(Effect.retired("use max_num_fpm_samples"))
            .initially(Optional.empty(), "Samples of the regression, in early load scaling.");

    public static final ConfigField<Optional<Integer>> LOAD_METRIC_SAMPLES = ConfigField.of(
                    "load_metric_samples", OptionalType.of(IntegerType.between(1, 1_000_000)))
            .in(Group.COMPATIBILITY)
            .flag("--loadbased-metric-samples")
            .effect(Effect.retired("nothing replaces it"))
            .initially(Optional.empty(), "Readings per interval, in early load scaling.");

    private CompatibilityFields() {}

    static List<ConfigField<?>> all() {
        return List.of(COMPATIBILITY, LOAD_ROUTER_METRICS_URL, LOAD_LEARNING_WINDOW, LOAD_METRIC_SAMPLES);
    }
}
