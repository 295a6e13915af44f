package io.dynamoplanner.data.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.OptionalType;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.document.SourceNode;
import java.util.List;
import java.util.Optional;

/** Which of the two ways of scaling is on, and the settings of the reactive one. */
public final class LoadScalingFields {
    private static final String LOAD_SCALING = "load scaling";
    private static final IntegerType TOKENS =
            IntegerType.between(0, 2_000_000_000).in("tokens");
    private static final DecimalType PERCENT = DecimalType.between(0, 100).in("%");

    public static final ConfigField<Boolean> ENABLE_THROUGHPUT_SCALING = ConfigField.of(
                    "enable_throughput_scaling", new BooleanType())
            .in(Group.LOAD_SCALING)
            .later("load scaling")
            .flagImplying("--disable-throughput-scaling", "false")
            .initially(true, "Size for the forecast traffic.");

    public static final ConfigField<Boolean> ENABLE_LOAD_SCALING = ConfigField.of(
                    "enable_load_scaling", new BooleanType())
            .in(Group.LOAD_SCALING)
            .flag("--enable-loadbased-scaling")
            .later(LOAD_SCALING)
            .initially(false, "React to the load of the engines between two forecasts.");

    public static final ConfigField<Integer> LOAD_ADJUSTMENT_INTERVAL_SECONDS = ConfigField.of(
                    "load_adjustment_interval_seconds",
                    IntegerType.between(1, 604_800).in("s"))
            .in(Group.LOAD_SCALING)
            .alias("load_adjustment_interval")
            .flag("--loadbased-adjustment-interval")
            .later(LOAD_SCALING)
            .initially(5, "Time between two reactive decisions.");

    public static final ConfigField<Integer> MAX_NUM_FPM_SAMPLES = ConfigField.of(
                    "max_num_fpm_samples", IntegerType.between(1, 1_000_000))
            .in(Group.LOAD_SCALING)
            .initially(64, "Forward passes of each kind that `capacity_model: forward_pass` learns from at most.");

    public static final ConfigField<Integer> FPM_SAMPLE_BUCKET_SIZE = ConfigField.of(
                    "fpm_sample_bucket_size", new SquareType())
            .in(Group.LOAD_SCALING)
            .initially(16, "Cells of the square grid in which those passes are balanced.");

    public static final ConfigField<Integer> LOAD_SCALING_DOWN_SENSITIVITY = ConfigField.of(
                    "load_scaling_down_sensitivity", IntegerType.between(0, 100).in("%"))
            .in(Group.LOAD_SCALING)
            .flag("--loadbased-scaling-down-sensitivity")
            .later(LOAD_SCALING)
            .initially(80, "How near to the target the smaller fleet may come before a role shrinks.");

    public static final ConfigField<Optional<Integer>> PREFILL_SCALE_UP_QUEUE_TOKENS = ConfigField.of(
                    "prefill_scale_up_queue_tokens", OptionalType.of(TOKENS))
            .in(Group.LOAD_SCALING)
            .later(LOAD_SCALING)
            .initially(Optional.empty(), "Queued tokens above which prefill grows.");

    public static final ConfigField<Optional<Integer>> PREFILL_SCALE_DOWN_QUEUE_TOKENS = ConfigField.of(
                    "prefill_scale_down_queue_tokens", OptionalType.of(TOKENS))
            .in(Group.LOAD_SCALING)
            .later(LOAD_SCALING)
            .initially(Optional.empty(), "Queued tokens below which prefill shrinks.");

    public static final ConfigField<Optional<Double>> DECODE_SCALE_UP_KV_RATE = ConfigField.of(
                    "decode_scale_up_kv_rate", OptionalType.of(PERCENT))
            .in(Group.LOAD_SCALING)
            .later(LOAD_SCALING)
            .initially(Optional.empty(), "KV usage in percent above which decode grows.");

    public static final ConfigField<Optional<Double>> DECODE_SCALE_DOWN_KV_RATE = ConfigField.of(
                    "decode_scale_down_kv_rate", OptionalType.of(PERCENT))
            .in(Group.LOAD_SCALING)
            .later(LOAD_SCALING)
            .initially(Optional.empty(), "KV usage in percent below which decode shrinks.");

    public static final ConfigField<Integer> LOAD_MIN_OBSERVATIONS = ConfigField.of(
                    "load_min_observations", IntegerType.between(0, 1_000_000))
            .in(Group.LOAD_SCALING)
            .flag("--loadbased-min-observations")
            .initially(5, "Forward passes of a kind that `capacity_model: forward_pass` needs at least.");

    private LoadScalingFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                ENABLE_THROUGHPUT_SCALING,
                ENABLE_LOAD_SCALING,
                LOAD_ADJUSTMENT_INTERVAL_SECONDS,
                MAX_NUM_FPM_SAMPLES,
                FPM_SAMPLE_BUCKET_SIZE,
                LOAD_SCALING_DOWN_SENSITIVITY,
                PREFILL_SCALE_UP_QUEUE_TOKENS,
                PREFILL_SCALE_DOWN_QUEUE_TOKENS,
                DECODE_SCALE_UP_KV_RATE,
                DECODE_SCALE_DOWN_KV_RATE,
                LOAD_MIN_OBSERVATIONS);
    }

    /** A perfect square: the cells of a square grid. */
    private record SquareType() implements FieldType<Integer> {
        private static final int MAX_ROOT = 32;
        private static final IntegerType NUMBER = IntegerType.between(1, MAX_ROOT * MAX_ROOT);

        @Override
        public Optional<Integer> read(SourceNode node, ReadScope scope) {
            Optional<Integer> number = NUMBER.read(node, scope);
            if (number.isPresent()) {
                int root = (int) Math.rint(Math.sqrt(number.get()));
                if (root * root != number.get()) {
                    scope.problem(node, "must be a perfect square", "use 1, 4, 9, 16, 25 and so on");
                    return Optional.empty();
                }
            }
            return number;
        }

        @Override
        public JsonNode toJson(Integer value) {
            return NUMBER.toJson(value);
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            ArrayNode squares = schema.putArray("enum");
            for (int root = 1; root <= MAX_ROOT; root++) {
                squares.add(root * root);
            }
            return schema;
        }

        @Override
        public String label() {
            return "square number from 1 to " + MAX_ROOT * MAX_ROOT;
        }
    }
}
