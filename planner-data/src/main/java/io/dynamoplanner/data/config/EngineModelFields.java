package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.OpenType;
import io.dynamoplanner.data.config.type.OptionalType;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.config.type.TextType;
import io.dynamoplanner.data.document.SourceNode;
import java.util.List;
import java.util.Optional;

/** Where the planner knows from what one engine can do. */
public final class EngineModelFields {
    private static final String PERFORMANCE_MODEL = "forward-pass performance model";
    private static final FieldType<Integer> DEGREE = IntegerType.between(1, 100_000);
    private static final FieldType<Integer> LENGTH = IntegerType.between(1, 1_000_000_000);

    private static final StructType PICK = StructType.of(
            Member.of("tp", DEGREE, 1, "Tensor parallel size."),
            Member.of("pp", DEGREE, 1, "Pipeline parallel size."),
            Member.of("dp", DEGREE, 1, "Data parallel size."),
            Member.of("moe_tp", DEGREE, 1, "Tensor parallel size of the experts."),
            Member.of("moe_ep", DEGREE, 1, "Expert parallel size."));

    private static final StructType INTERPOLATION_SPEC = StructType.of(
            Member.required("hf_id", TextType.text(), "Model identifier."),
            Member.required("system", TextType.text(), "GPU system."),
            Member.required("backend", ChoiceType.of(EstimatedBackend.class), "Inference engine."),
            Member.required("isl", LENGTH, "Input sequence length."),
            Member.required("osl", LENGTH, "Output sequence length."),
            Member.required("sweep_max_context_length", LENGTH, "Longest context of the sweep."),
            Member.required("prefill_interpolation_granularity", LENGTH, "Points of the prefill sweep."),
            Member.required("decode_interpolation_granularity", LENGTH, "Points of the decode sweep per axis."),
            Member.required("prefill_pick", PICK, "Parallelism of prefill engines."),
            Member.required("decode_pick", PICK, "Parallelism of decode engines."));

    static final Member<Optional<SourceNode>> PREFILL_MODEL =
            Member.optional("prefill", new OpenType(), "Model of prefill engines.");
    static final Member<Optional<SourceNode>> DECODE_MODEL =
            Member.optional("decode", new OpenType(), "Model of decode engines.");
    static final Member<Optional<SourceNode>> AGGREGATED_MODEL =
            Member.optional("aggregated", new OpenType(), "Model of aggregated engines.");
    static final Member<Struct> ROLE_MODELS = Member.required(
            "roles", StructType.of(PREFILL_MODEL, DECODE_MODEL, AGGREGATED_MODEL), "Model of each role.");

    private static final StructType RETIRED_MODEL = StructType.of(
            Member.optional("hf_id", TextType.text(), "Model identifier."),
            Member.optional("system", TextType.text(), "GPU system."),
            Member.optional("backend", ChoiceType.of(EstimatedBackend.class), "Inference engine."),
            Member.optional("backend_version", TextType.text(), "Version of the inference engine."),
            Member.optional("prefill_pick", PICK, "Parallelism of prefill engines."),
            Member.optional("decode_pick", PICK, "Parallelism of decode engines."),
            Member.optional("model_arch", TextType.text(), "Architecture of the model."),
            Member.optional("weight_dtype", TextType.text(), "Type of the weights."),
            Member.optional("moe_dtype", TextType.text(), "Type of the experts."),
            Member.optional("activation_dtype", TextType.text(), "Type of the activations."),
            Member.optional("kv_cache_dtype", TextType.text(), "Type of the KV cache."),
            Member.optional(
                    "roles",
                    StructType.of(PREFILL_MODEL, DECODE_MODEL, AGGREGATED_MODEL),
                    "Model of each role, as in ais_perf_model."));

    public static final ConfigField<String> PROFILE_RESULTS_DIR = ConfigField.of(
                    "profile_results_dir", TextType.nonEmpty())
            .in(Group.ENGINE_MODEL)
            .initially("profiling_results", "Directory with the engine profile.");

    public static final ConfigField<InterpolationKind> INTERPOLATION = ConfigField.of(
                    "interpolation", ChoiceType.of(InterpolationKind.class))
            .in(Group.ENGINE_MODEL)
            .ours()
            .initially(
                    InterpolationKind.MONOTONE,
                    "How values between the points of the profile are found: shape-preserving, or with the splines of"
                            + " the reference. With `compatibility` 0.6 or 1.0 the default is `reference`.");

    public static final ConfigField<CapacityModel> CAPACITY_MODEL = ConfigField.of(
                    "capacity_model", ChoiceType.of(CapacityModel.class))
            .in(Group.ENGINE_MODEL)
            .ours()
            .initially(
                    CapacityModel.PROFILE,
                    "What the load that an engine can carry is taken from: the points of the profile, or how long forward"
                            + " passes take, learned from those points; passes of running engines are not read. With"
                            + " `compatibility` 1.1, 1.5 or 1.6 the default is `forward_pass`; 0.6 and 1.0 know `profile` only.");

    public static final ConfigField<Integer> MAX_NUM_BATCHED_TOKENS = ConfigField.of(
                    "max_num_batched_tokens", IntegerType.between(1, 10_000_000).in("tokens"))
            .in(Group.ENGINE_MODEL)
            .ours()
            .initially(
                    8192,
                    "Most tokens in one forward pass of an engine, as it was started with; `capacity_model:"
                            + " forward_pass` counts with it.");

    public static final ConfigField<Integer> MAX_NUM_SEQS = ConfigField.of(
                    "max_num_seqs", IntegerType.between(1, 1_000_000))
            .in(Group.ENGINE_MODEL)
            .ours()
            .initially(
                    512,
                    "Most requests that an engine runs at the same time, as it was started with; `capacity_model:"
                            + " forward_pass` counts with it.");

    public static final ConfigField<Optional<Struct>> AIC_INTERPOLATION = ConfigField.of(
                    "aic_interpolation", OptionalType.of(INTERPOLATION_SPEC))
            .in(Group.ENGINE_MODEL)
            .later("estimated engine profiles")
            .initially(Optional.empty(), "Estimate the engine profile for this model and parallelism.");

    public static final ConfigField<Optional<Struct>> AIS_PERF_MODEL = ConfigField.of(
                    "ais_perf_model", OptionalType.of(StructType.of(ROLE_MODELS)))
            .in(Group.ENGINE_MODEL)
            .later(PERFORMANCE_MODEL)
            .initially(
                    Optional.empty(),
                    "Performance model of each managed role; what stands inside a role is passed on, not checked.");

    public static final ConfigField<Optional<Struct>> AIC_PERF_MODEL = ConfigField.of(
                    "aic_perf_model", OptionalType.of(RETIRED_MODEL))
            .in(Group.ENGINE_MODEL)
            .effect(Effect.retired("use ais_perf_model"))
            .initially(Optional.empty(), "Old form of `ais_perf_model`.");

    public static final ConfigField<Integer> SPECULATIVE_NEXTN = ConfigField.of(
                    "speculative_nextn", IntegerType.between(0, 1000))
            .in(Group.ENGINE_MODEL)
            .initially(
                    0,
                    "Draft tokens of speculative decoding. With 0, `capacity_model: forward_pass` takes a decode pass to"
                            + " yield one token, whatever length is reported as accepted.");

    private EngineModelFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                PROFILE_RESULTS_DIR,
                INTERPOLATION,
                CAPACITY_MODEL,
                MAX_NUM_BATCHED_TOKENS,
                MAX_NUM_SEQS,
                AIC_INTERPOLATION,
                AIS_PERF_MODEL,
                AIC_PERF_MODEL,
                SPECULATIVE_NEXTN);
    }

    /** Engines that profiles can be estimated for. */
    enum EstimatedBackend implements Choice {
        TRTLLM,
        VLLM,
        SGLANG
    }
}
