package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.OptionalType;
import java.util.List;
import java.util.Optional;

/** How much hardware there is, and what must stay up. */
public final class BudgetFields {
    private static final int MANY_GPUS = 1_000_000;
    private static final int MANY_REPLICAS = 100_000;
    private static final String POWER = "power budget";

    public static final ConfigField<Integer> MAX_GPU_BUDGET = ConfigField.of(
                    "max_gpu_budget", IntegerType.between(-MANY_GPUS, MANY_GPUS).in("GPUs"))
            .in(Group.BUDGET)
            .initially(8, "Most GPUs that all managed engines together may use; a negative number means no limit.");

    public static final ConfigField<Integer> MIN_GPU_BUDGET = ConfigField.of(
                    "min_gpu_budget", IntegerType.between(-MANY_GPUS, MANY_GPUS).in("GPUs"))
            .in(Group.BUDGET)
            .initially(
                    -1,
                    "GPUs below which the managed engines are not shrunk; it keeps what runs and adds nothing. A negative"
                            + " number means no floor.");

    public static final ConfigField<Integer> MIN_ENDPOINT = ConfigField.of(
                    "min_endpoint", IntegerType.between(0, MANY_REPLICAS).in("replicas"))
            .in(Group.BUDGET)
            .initially(1, "Fewest replicas of every managed role; 0 allows scaling to zero.");

    public static final ConfigField<Optional<Integer>> PREFILL_MIN_ENDPOINT = ConfigField.of(
                    "prefill_min_endpoint",
                    OptionalType.of(IntegerType.between(1, MANY_REPLICAS).in("replicas")))
            .in(Group.BUDGET)
            .initially(Optional.empty(), "Fewest prefill replicas; null: `min_endpoint`.");

    public static final ConfigField<Optional<Integer>> DECODE_MIN_ENDPOINT = ConfigField.of(
                    "decode_min_endpoint",
                    OptionalType.of(IntegerType.between(1, MANY_REPLICAS).in("replicas")))
            .in(Group.BUDGET)
            .initially(Optional.empty(), "Fewest decode replicas; null: `min_endpoint`.");

    public static final ConfigField<Optional<Integer>> PREFILL_ENGINE_NUM_GPU = ConfigField.of(
                    "prefill_engine_num_gpu",
                    OptionalType.of(IntegerType.between(1, MANY_GPUS).in("GPUs")))
            .in(Group.BUDGET)
            .initially(Optional.empty(), "GPUs of one prefill engine, where the deployment does not tell.");

    public static final ConfigField<Optional<Integer>> DECODE_ENGINE_NUM_GPU = ConfigField.of(
                    "decode_engine_num_gpu",
                    OptionalType.of(IntegerType.between(1, MANY_GPUS).in("GPUs")))
            .in(Group.BUDGET)
            .initially(
                    Optional.empty(), "GPUs of one decode or aggregated engine, where the deployment does not tell.");

    public static final ConfigField<Boolean> ENABLE_POWER_AWARENESS = ConfigField.of(
                    "enable_power_awareness", new BooleanType())
            .in(Group.BUDGET)
            .later(POWER)
            .initially(false, "Keep the GPUs inside `total_gpu_power_limit` as well.");

    public static final ConfigField<Optional<Integer>> TOTAL_GPU_POWER_LIMIT = ConfigField.of(
                    "total_gpu_power_limit",
                    OptionalType.of(IntegerType.between(1, 2_000_000_000).in("W")))
            .in(Group.BUDGET)
            .later(POWER)
            .initially(Optional.empty(), "Most watts that all managed GPUs together may draw.");

    private BudgetFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                MAX_GPU_BUDGET,
                MIN_GPU_BUDGET,
                MIN_ENDPOINT,
                PREFILL_MIN_ENDPOINT,
                DECODE_MIN_ENDPOINT,
                PREFILL_ENGINE_NUM_GPU,
                DECODE_ENGINE_NUM_GPU,
                ENABLE_POWER_AWARENESS,
                TOTAL_GPU_POWER_LIMIT);
    }
}
