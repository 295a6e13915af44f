package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.Problem;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.document.SourceNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What must hold between fields. A rule is skipped if one of its fields could not be read. */
final class CrossFieldRules {
    private final Draft draft;

    private CrossFieldRules(Draft draft) {
        this.draft = draft;
    }

    static void check(Draft draft) {
        CrossFieldRules rules = new CrossFieldRules(draft);
        rules.floorsFitTheMode();
        rules.budgetHoldsItsFloors();
        rules.powerNeedsALimitAndKubernetes();
        rules.globalPlannerNeedsItsNamespace();
        rules.loadTargetNeedsThresholds();
        rules.somethingScales();
        rules.performanceModelCoversTheRoles();
        rules.capacityModelFitsTheRelease();
        rules.intervalsFitTogether();
        rules.certificatesExist();
    }

    /** The reference scales by forecast only if the target is {@code sla}; the rules below follow it. */
    static boolean throughputScalingIsOn(Draft draft) {
        return draft.get(TargetFields.OPTIMIZATION_TARGET) == OptimizationTarget.SLA
                && draft.get(LoadScalingFields.ENABLE_THROUGHPUT_SCALING);
    }

    private boolean loadScalingIsOn() {
        return draft.get(TargetFields.OPTIMIZATION_TARGET) != OptimizationTarget.SLA
                || draft.get(LoadScalingFields.ENABLE_LOAD_SCALING);
    }

    private void floorsFitTheMode() {
        if (!sound(DeploymentFields.MODE)) {
            return;
        }
        ServingMode mode = draft.get(DeploymentFields.MODE);
        boolean prefill = mode == ServingMode.DISAGG || mode == ServingMode.PREFILL;
        boolean decode = mode == ServingMode.DISAGG || mode == ServingMode.DECODE;
        floorFitsTheMode(BudgetFields.PREFILL_MIN_ENDPOINT, prefill, mode);
        floorFitsTheMode(BudgetFields.DECODE_MIN_ENDPOINT, decode, mode);
    }

    private void floorFitsTheMode(ConfigField<Optional<Integer>> floor, boolean allowed, ServingMode mode) {
        if (!allowed && draft.get(floor).isPresent()) {
            conflict(floor, "mode '" + mode.spelling() + "' has no such role", "use min_endpoint");
        }
    }

    private void budgetHoldsItsFloors() {
        if (!sound(
                BudgetFields.MAX_GPU_BUDGET,
                BudgetFields.MIN_GPU_BUDGET,
                BudgetFields.MIN_ENDPOINT,
                BudgetFields.PREFILL_MIN_ENDPOINT,
                BudgetFields.DECODE_MIN_ENDPOINT,
                BudgetFields.PREFILL_ENGINE_NUM_GPU,
                BudgetFields.DECODE_ENGINE_NUM_GPU,
                DeploymentFields.MODE)) {
            return;
        }
        int most = draft.get(BudgetFields.MAX_GPU_BUDGET);
        if (most < 0) {
            return;
        }
        if (draft.get(BudgetFields.MIN_GPU_BUDGET) > most) {
            conflict(
                    BudgetFields.MIN_GPU_BUDGET,
                    "must not be greater than max_gpu_budget = " + most,
                    "lower it or raise max_gpu_budget");
        }
        long floor = floorGpus();
        if (floor > most) {
            conflict(
                    BudgetFields.MAX_GPU_BUDGET,
                    "the smallest allowed fleet needs " + floor + " GPUs",
                    "raise it, or lower the floors of the roles");
        }
    }

    /** GPUs of the fleet with every role at its floor; an engine has one GPU unless the configuration tells. */
    private long floorGpus() {
        int common = draft.get(BudgetFields.MIN_ENDPOINT);
        long prefill = (long) draft.get(BudgetFields.PREFILL_MIN_ENDPOINT).orElse(common)
                * draft.get(BudgetFields.PREFILL_ENGINE_NUM_GPU).orElse(1);
        long decode = (long) draft.get(BudgetFields.DECODE_MIN_ENDPOINT).orElse(common)
                * draft.get(BudgetFields.DECODE_ENGINE_NUM_GPU).orElse(1);
        return switch (draft.get(DeploymentFields.MODE)) {
            case DISAGG -> prefill + decode;
            case PREFILL -> prefill;
            case DECODE, AGG -> decode;
        };
    }

    private void powerNeedsALimitAndKubernetes() {
        if (!sound(
                        BudgetFields.ENABLE_POWER_AWARENESS,
                        BudgetFields.TOTAL_GPU_POWER_LIMIT,
                        DeploymentFields.ENVIRONMENT,
                        DeploymentFields.MODE)
                || !draft.get(BudgetFields.ENABLE_POWER_AWARENESS)) {
            return;
        }
        if (draft.get(BudgetFields.TOTAL_GPU_POWER_LIMIT).isEmpty()) {
            conflict(BudgetFields.ENABLE_POWER_AWARENESS, "needs total_gpu_power_limit", "set the limit in watts");
        }
        if (draft.get(DeploymentFields.ENVIRONMENT) != DeploymentEnvironment.KUBERNETES) {
            conflict(
                    BudgetFields.ENABLE_POWER_AWARENESS,
                    "needs environment 'kubernetes', the only one that tells the watts of a GPU",
                    "switch it off or change the environment");
        }
        if (draft.get(DeploymentFields.MODE) == ServingMode.AGG) {
            conflict(BudgetFields.ENABLE_POWER_AWARENESS, "does not work with mode 'agg'", "switch it off");
        }
    }

    private void globalPlannerNeedsItsNamespace() {
        if (sound(DeploymentFields.ENVIRONMENT, DeploymentFields.GLOBAL_PLANNER_NAMESPACE)
                && draft.get(DeploymentFields.ENVIRONMENT) == DeploymentEnvironment.GLOBAL_PLANNER
                && draft.get(DeploymentFields.GLOBAL_PLANNER_NAMESPACE).isEmpty()) {
            conflict(DeploymentFields.ENVIRONMENT, "needs global_planner_namespace", "name that namespace");
        }
    }

    private void loadTargetNeedsThresholds() {
        if (!sound(DeploymentFields.MODE, TargetFields.OPTIMIZATION_TARGET)
                || draft.get(TargetFields.OPTIMIZATION_TARGET) != OptimizationTarget.LOAD) {
            return;
        }
        ServingMode mode = draft.get(DeploymentFields.MODE);
        if (mode == ServingMode.DISAGG || mode == ServingMode.PREFILL) {
            thresholds(
                    LoadScalingFields.PREFILL_SCALE_UP_QUEUE_TOKENS, LoadScalingFields.PREFILL_SCALE_DOWN_QUEUE_TOKENS);
        }
        if (mode != ServingMode.PREFILL) {
            thresholds(LoadScalingFields.DECODE_SCALE_UP_KV_RATE, LoadScalingFields.DECODE_SCALE_DOWN_KV_RATE);
        }
    }

    private <N extends Number & Comparable<N>> void thresholds(
            ConfigField<Optional<N>> up, ConfigField<Optional<N>> down) {
        if (!sound(up, down)) {
            return;
        }
        if (draft.get(up).isEmpty() || draft.get(down).isEmpty()) {
            conflict(
                    TargetFields.OPTIMIZATION_TARGET,
                    "needs " + up.name() + " and " + down.name(),
                    "set both, or use optimization_target: sla");
        } else if (draft.get(up).get().compareTo(draft.get(down).get()) <= 0) {
            conflict(
                    up,
                    "must be greater than " + down.name() + " = "
                            + draft.get(down).get(),
                    "move them apart");
        }
    }

    private void somethingScales() {
        if (sound(
                        TargetFields.OPTIMIZATION_TARGET,
                        LoadScalingFields.ENABLE_LOAD_SCALING,
                        LoadScalingFields.ENABLE_THROUGHPUT_SCALING)
                && !throughputScalingIsOn(draft)
                && !loadScalingIsOn()) {
            conflict(
                    LoadScalingFields.ENABLE_THROUGHPUT_SCALING,
                    "both ways of scaling are off",
                    "switch on enable_throughput_scaling or enable_load_scaling");
        }
    }

    private void performanceModelCoversTheRoles() {
        ConfigField<Optional<Struct>> model = EngineModelFields.AIS_PERF_MODEL;
        if (!sound(model, DeploymentFields.MODE, EngineModelFields.AIC_PERF_MODEL)
                || draft.get(model).isEmpty()) {
            return;
        }
        if (draft.get(EngineModelFields.AIC_PERF_MODEL).isPresent()) {
            conflict(EngineModelFields.AIC_PERF_MODEL, "ais_perf_model is given as well", "keep ais_perf_model");
        }
        Struct roles = draft.get(model).get().get(EngineModelFields.ROLE_MODELS);
        ServingMode mode = draft.get(DeploymentFields.MODE);
        if (mode == ServingMode.DISAGG || mode == ServingMode.PREFILL) {
            role(roles, EngineModelFields.PREFILL_MODEL, mode);
        }
        if (mode == ServingMode.DISAGG || mode == ServingMode.DECODE) {
            role(roles, EngineModelFields.DECODE_MODEL, mode);
        }
        if (mode == ServingMode.AGG) {
            role(roles, EngineModelFields.AGGREGATED_MODEL, mode);
        }
    }

    private void role(Struct roles, Member<Optional<SourceNode>> role, ServingMode mode) {
        if (roles.get(role).isEmpty()) {
            conflict(
                    EngineModelFields.AIS_PERF_MODEL,
                    "mode '" + mode.spelling() + "' needs roles." + role.name(),
                    "describe that role");
        }
    }

    private void capacityModelFitsTheRelease() {
        if (!sound(EngineModelFields.CAPACITY_MODEL, CompatibilityFields.COMPATIBILITY)) {
            return;
        }
        Compatibility compatibility = draft.get(CompatibilityFields.COMPATIBILITY);
        if (draft.get(EngineModelFields.CAPACITY_MODEL) == CapacityModel.FORWARD_PASS
                && compatibility.countsByProfileOnly()) {
            conflict(
                    EngineModelFields.CAPACITY_MODEL,
                    "release " + compatibility.spelling() + " of the reference counts by profile only",
                    "leave it out, or use compatibility 1.1, 1.5, 1.6 or none");
        }
    }

    private void intervalsFitTogether() {
        if (!sound(
                PluginFields.SCHEDULING,
                LoadScalingFields.LOAD_ADJUSTMENT_INTERVAL_SECONDS,
                PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS,
                TargetFields.OPTIMIZATION_TARGET)) {
            return;
        }
        int load = draft.get(LoadScalingFields.LOAD_ADJUSTMENT_INTERVAL_SECONDS);
        int throughput = draft.get(PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS);
        double tick = draft.get(PluginFields.SCHEDULING).get(PluginFields.SCALE_INTERVAL);
        divides(tick, load, LoadScalingFields.LOAD_ADJUSTMENT_INTERVAL_SECONDS);
        if (throughputScalingIsOn(draft)) {
            divides(tick, throughput, PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS);
            if (loadScalingIsOn() && load >= throughput) {
                conflict(
                        LoadScalingFields.LOAD_ADJUSTMENT_INTERVAL_SECONDS,
                        "must be less than throughput_adjustment_interval_seconds = " + throughput,
                        "shorten it");
            }
        }
    }

    private void divides(double tick, int interval, ConfigField<Integer> field) {
        double ratio = interval / tick;
        // Both an absolute and a relative tolerance of 1e-9, so that 0.1 divides 5.
        if (Math.abs(ratio - Math.rint(ratio)) > 1e-9 * Math.max(1, ratio)) {
            conflict(
                    PluginFields.SCHEDULING,
                    "scale_interval_seconds = " + tick + " does not divide " + field.name() + " = " + interval,
                    "leave scale_interval_seconds out, or choose a divisor");
        }
    }

    private void certificatesExist() {
        ConfigField<Optional<String>> field = MetricsFields.PROMETHEUS_CA_BUNDLE;
        if (sound(field)
                && draft.get(field).isPresent()
                && !isFile(draft.get(field).get())) {
            draft.conflict(
                    Problem.Kind.SURROUNDINGS, field, "is not an existing file", "correct the path or mount the file");
        }
    }

    private static boolean isFile(String path) {
        try {
            return Files.isRegularFile(Path.of(path));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }

    private boolean sound(ConfigField<?>... fields) {
        return Arrays.stream(fields).noneMatch(draft::isBroken);
    }

    private <T> void conflict(ConfigField<T> field, String rule, String remedy) {
        draft.conflict(Problem.Kind.CROSS_FIELD, field, rule, remedy);
    }
}
