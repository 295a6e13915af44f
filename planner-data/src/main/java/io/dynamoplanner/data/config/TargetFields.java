package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.DecimalType;
import java.util.List;

/** What the planner sizes for, and how measurements correct its engine model. */
public final class TargetFields {
    private static final double DAY_MS = 86_400_000;

    public static final ConfigField<OptimizationTarget> OPTIMIZATION_TARGET = ConfigField.of(
                    "optimization_target", ChoiceType.of(OptimizationTarget.class))
            .in(Group.TARGETS)
            .initially(
                    OptimizationTarget.THROUGHPUT,
                    "What replica counts are optimised for. Only `sla` is effective: with any other value `run` only"
                            + " observes, `simulate` and `plan` size for the TTFT and ITL targets.");

    public static final ConfigField<Double> TTFT_MS = ConfigField.of(
                    "ttft_ms", DecimalType.above(0, DAY_MS).in("ms"))
            .in(Group.TARGETS)
            .alias("ttft")
            .flag("--ttft")
            .initially(500.0, "Target for the mean time to first token, in milliseconds.");

    public static final ConfigField<Double> ITL_MS = ConfigField.of(
                    "itl_ms", DecimalType.above(0, DAY_MS).in("ms"))
            .in(Group.TARGETS)
            .alias("itl")
            .flag("--itl")
            .initially(50.0, "Target for the mean inter-token latency, in milliseconds.");

    public static final ConfigField<Double> ATTAINMENT = ConfigField.of("attainment", DecimalType.between(0.5, 0.999))
            .in(Group.TARGETS)
            .ours()
            .initially(
                    0.95,
                    "Share of the requests that are to meet both targets. Raising it adds engines for busier windows, and for"
                            + " the moments at which many requests come together.");

    public static final ConfigField<Boolean> ATTAINMENT_FEEDBACK = ConfigField.of(
                    "attainment_feedback", new BooleanType())
            .in(Group.TARGETS)
            .ours()
            .initially(
                    true,
                    "Learn from the requests: where fewer than `attainment` meet the targets, size for more than the demand, and"
                            + " for less where more do. It reads the histograms of TTFT and ITL, whose bounds should be close (see"
                            + " traffic.md), starts after 60 windows and stays between 0.7 and 3 times the demand. While it has"
                            + " never seen a share, or is off, a tenth more than the demand is sized for.");

    public static final ConfigField<InfeasibleTarget> INFEASIBLE_TARGET = ConfigField.of(
                    "infeasible_target", ChoiceType.of(InfeasibleTarget.class))
            .in(Group.TARGETS)
            .ours()
            .initially(
                    InfeasibleTarget.BEST_EFFORT,
                    "What to do if no operating point of an engine meets a target: hold the replicas, or size for the"
                            + " point that comes nearest.");

    public static final ConfigField<Boolean> PREFILL_QUEUEING = ConfigField.of("prefill_queueing", new BooleanType())
            .in(Group.TARGETS)
            .ours()
            .initially(true, "Size prefill so that the time in the queue, too, fits into the TTFT target.");

    public static final ConfigField<Correction> CORRECTION = ConfigField.of("correction", Correction.TYPE)
            .in(Group.TARGETS)
            .ours()
            .initially(
                    Correction.STANDARD,
                    "How measured latencies correct those of the engine profile: bounds of the factor, weight of the"
                            + " newest window, and how many requests a window needs to count.");

    public static final ConfigField<Boolean> NO_CORRECTION = ConfigField.of("no_correction", new BooleanType())
            .in(Group.TARGETS)
            .effect(Effect.retired("use correction: {enabled: false}"))
            .initially(false, "Old switch; true sets `correction.enabled` to false.");

    private TargetFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                OPTIMIZATION_TARGET,
                TTFT_MS,
                ITL_MS,
                ATTAINMENT,
                ATTAINMENT_FEEDBACK,
                INFEASIBLE_TARGET,
                PREFILL_QUEUEING,
                CORRECTION,
                NO_CORRECTION);
    }
}
