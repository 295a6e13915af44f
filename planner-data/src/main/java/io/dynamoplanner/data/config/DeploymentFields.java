package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.ListType;
import io.dynamoplanner.data.config.type.OptionalType;
import io.dynamoplanner.data.config.type.TextType;
import java.util.List;
import java.util.Optional;

/** What is managed, where, and whether anything is written. */
public final class DeploymentFields {
    private static final String CONNECTORS = "deployment connectors";

    public static final ConfigField<DeploymentEnvironment> ENVIRONMENT = ConfigField.of(
                    "environment", ChoiceType.of(DeploymentEnvironment.class))
            .in(Group.DEPLOYMENT)
            .initially(DeploymentEnvironment.KUBERNETES, "Where replica counts are read from and written to.");

    public static final ConfigField<String> NAMESPACE = ConfigField.of("namespace", TextType.nonEmpty())
            .in(Group.DEPLOYMENT)
            .variable("DYN_NAMESPACE")
            .variable("DYNAMO_NAMESPACE")
            .initially("dynamo", "Dynamo namespace of the graph; selects its metrics and its endpoints.");

    public static final ConfigField<Backend> BACKEND = ConfigField.of("backend", ChoiceType.of(Backend.class))
            .in(Group.DEPLOYMENT)
            .initially(Backend.VLLM, "Inference engine of the workers; decides the names of their components.");

    public static final ConfigField<ServingMode> MODE = ConfigField.of("mode", ChoiceType.of(ServingMode.class))
            .in(Group.DEPLOYMENT)
            .initially(
                    ServingMode.DISAGG,
                    "Roles that are managed: prefill and decode engines together, one of them, or aggregated engines.");

    public static final ConfigField<Optional<String>> MODEL_NAME = ConfigField.of(
                    "model_name", OptionalType.of(TextType.nonEmpty()))
            .in(Group.DEPLOYMENT)
            .initially(Optional.empty(), "Model that is served; selects its metrics. Null: found in the deployment.");

    public static final ConfigField<Optional<String>> GLOBAL_PLANNER_NAMESPACE = ConfigField.of(
                    "global_planner_namespace", OptionalType.of(TextType.nonEmpty()))
            .in(Group.DEPLOYMENT)
            .later(CONNECTORS)
            .initially(
                    Optional.empty(),
                    "Namespace of the planner that shares the budget; needed for environment global-planner.");

    public static final ConfigField<Boolean> ADVISORY = ConfigField.of("advisory", new BooleanType())
            .in(Group.DEPLOYMENT)
            .initially(false, "Decide and report, never write a replica count.");

    public static final ConfigField<Boolean> NO_OPERATION = ConfigField.of("no_operation", new BooleanType())
            .in(Group.DEPLOYMENT)
            .effect(Effect.retired("use advisory"))
            .initially(false, "Old name of `advisory`; true switches `advisory` on.");

    public static final ConfigField<Integer> CONTROL_API_PORT = ConfigField.of(
                    "control_api_port", IntegerType.between(0, 65_535))
            .in(Group.DEPLOYMENT)
            .later("control API")
            .initially(9086, "Port of the control API on the loopback interface; 0 switches it off.");

    public static final ConfigField<Optional<SweepMode>> PRE_DEPLOYMENT_SWEEPING_MODE = ConfigField.of(
                    "pre_deployment_sweeping_mode", OptionalType.of(ChoiceType.of(SweepMode.class)))
            .in(Group.DEPLOYMENT)
            .later("profiling before deployment")
            .initially(Optional.of(SweepMode.RAPID), "How engines were profiled before the deployment.");

    public static final ConfigField<Optional<String>> LOG_DIR = ConfigField.of(
                    "log_dir", OptionalType.of(TextType.text()))
            .in(Group.DEPLOYMENT)
            .initially(
                    Optional.empty(),
                    "Directory of the decision ledger. Null: the newest decisions are kept in memory only.");

    public static final ConfigField<Optional<String>> PREFILL_COMPONENT = ConfigField.of(
                    "prefill_component", OptionalType.of(TextType.nonEmpty()))
            .in(Group.DEPLOYMENT)
            .ours()
            .initially(
                    Optional.empty(),
                    "Name of the prefill component in the graph; needed only where its type does not tell.");

    public static final ConfigField<Optional<String>> DECODE_COMPONENT = ConfigField.of(
                    "decode_component", OptionalType.of(TextType.nonEmpty()))
            .in(Group.DEPLOYMENT)
            .ours()
            .initially(
                    Optional.empty(),
                    "Name of the decode component, or of the aggregated one, in the graph; needed only where its type"
                            + " does not tell.");

    public static final ConfigField<List<String>> GPU_RESOURCE_NAMES = ConfigField.of(
                    "gpu_resource_names", ListType.of(TextType.nonEmpty()))
            .in(Group.DEPLOYMENT)
            .ours()
            .initially(
                    List.of("nvidia.com/gpu", "amd.com/gpu"),
                    "Container resources that count as GPUs, for instance names of MIG devices.");

    public static final ConfigField<Boolean> LEADER_ELECTION = ConfigField.of("leader_election", new BooleanType())
            .in(Group.DEPLOYMENT)
            .ours()
            .initially(true, "Only the holder of a Lease writes, so that two replicas of the planner may run.");

    private DeploymentFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                ENVIRONMENT,
                NAMESPACE,
                BACKEND,
                MODE,
                MODEL_NAME,
                GLOBAL_PLANNER_NAMESPACE,
                ADVISORY,
                NO_OPERATION,
                CONTROL_API_PORT,
                PRE_DEPLOYMENT_SWEEPING_MODE,
                LOG_DIR,
                PREFILL_COMPONENT,
                DECODE_COMPONENT,
                GPU_RESOURCE_NAMES,
                LEADER_ELECTION);
    }
}
