package io.dynamoplanner.app.assembly;

import io.dynamoplanner.core.constraint.FreezeWindows;
import io.dynamoplanner.core.cycle.Infeasible;
import io.dynamoplanner.core.demand.UnknownPolicy;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.data.config.BudgetFields;
import io.dynamoplanner.data.config.CapacityModel;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.CompatibilityFields;
import io.dynamoplanner.data.config.Correction;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.EngineModelFields;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.config.FreezeWindow;
import io.dynamoplanner.data.config.InfeasibleTarget;
import io.dynamoplanner.data.config.InterpolationKind;
import io.dynamoplanner.data.config.LoadScalingFields;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.ReliabilityFields;
import io.dynamoplanner.data.config.ServingMode;
import io.dynamoplanner.data.config.TargetFields;
import io.dynamoplanner.data.config.UnknownReadingPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a checked configuration into the core's own types. Names and units of the configuration end here. */
public final class SettingsFactory {
    private SettingsFactory() {}

    public static PlannerSettings of(PlannerConfig config) {
        return of(config, config.get(CompatibilityFields.COMPATIBILITY));
    }

    /** The same configuration with the arithmetic of another release, to compare the two. */
    public static PlannerSettings of(PlannerConfig config, Compatibility compatibility) {
        List<Role> roles = roles(config.get(DeploymentFields.MODE));
        return new PlannerSettings(
                compatibility,
                roles,
                config.get(TargetFields.TTFT_MS),
                config.get(TargetFields.ITL_MS),
                Duration.ofSeconds(config.get(PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS)),
                PerRole.build(roles, role -> floor(config, role)),
                PerRole.build(roles, role -> gpus(config, role)),
                GpuGrant.fixed(config.get(BudgetFields.MIN_GPU_BUDGET), config.get(BudgetFields.MAX_GPU_BUDGET)),
                Predictors.of(config, compatibility),
                forecast(config),
                stability(config),
                unknown(config),
                correction(config),
                sizing(config, compatibility),
                engine(config));
    }

    /** The roles of a mode, in the order in which a request passes them. */
    public static List<Role> roles(ServingMode mode) {
        return switch (mode) {
            case DISAGG -> List.of(Role.PREFILL, Role.DECODE);
            case PREFILL -> List.of(Role.PREFILL);
            case DECODE -> List.of(Role.DECODE);
            case AGG -> List.of(Role.AGGREGATED);
        };
    }

    private static int floor(PlannerConfig config, Role role) {
        int common = config.get(BudgetFields.MIN_ENDPOINT);
        if (role.equals(Role.PREFILL)) {
            return config.get(BudgetFields.PREFILL_MIN_ENDPOINT).orElse(common);
        }
        return role.equals(Role.DECODE)
                ? config.get(BudgetFields.DECODE_MIN_ENDPOINT).orElse(common)
                : common;
    }

    /** GPUs of one engine; an aggregated engine has the width of a decode engine. */
    private static int gpus(PlannerConfig config, Role role) {
        Optional<Integer> width = config.get(
                role.equals(Role.PREFILL) ? BudgetFields.PREFILL_ENGINE_NUM_GPU : BudgetFields.DECODE_ENGINE_NUM_GPU);
        return width.orElse(1);
    }

    private static PlannerSettings.Forecast forecast(PlannerConfig config) {
        double attainment = config.get(TargetFields.ATTAINMENT);
        Duration startup = seconds(config.get(PacingFields.STARTUP_SECONDS));
        return config.get(ForecastFields.LOAD_QUANTILE)
                .map(quantile -> PlannerSettings.Forecast.at(quantile, attainment, startup))
                .orElse(PlannerSettings.Forecast.following(attainment, startup));
    }

    private static PlannerSettings.Stability stability(PlannerConfig config) {
        int step = config.get(PacingFields.MAX_THROUGHPUT_SCALING_REPLICAS);
        return new PlannerSettings.Stability(
                Duration.ofSeconds(config.get(PacingFields.SCALE_DOWN_STABILIZATION_SECONDS)),
                config.get(PacingFields.MAX_SCALE_UP_REPLICAS).orElse(step),
                config.get(PacingFields.MAX_SCALE_DOWN_REPLICAS).orElse(step),
                config.get(PacingFields.MAX_DIRECTION_CHANGES_PER_HOUR),
                config.get(PacingFields.FREEZE_WINDOWS).stream()
                        .map(SettingsFactory::freeze)
                        .toList());
    }

    private static FreezeWindows.Window freeze(FreezeWindow window) {
        return new FreezeWindows.Window(
                window.start(),
                window.end(),
                new HashSet<>(window.days()),
                window.allow() == FreezeWindow.Allowed.GROWTH);
    }

    private static Map<Signal, UnknownPolicy> unknown(PlannerConfig config) {
        Map<Signal, UnknownPolicy> policies = new EnumMap<>(Signal.class);
        config.get(ReliabilityFields.UNKNOWN_READINGS)
                .forEach((signal, policy) -> policies.put(signal, policy(policy)));
        return policies;
    }

    private static UnknownPolicy policy(UnknownReadingPolicy policy) {
        return switch (policy.kind()) {
            case HOLD -> new UnknownPolicy.Hold();
            case FLOOR -> new UnknownPolicy.Floor(policy.floor().orElse(0));
            case FALLBACK -> new UnknownPolicy.Fallback(policy.value().orElse(0.0));
            case LAST_GOOD -> new UnknownPolicy.LastGood(seconds(policy.maxAgeSeconds()));
        };
    }

    private static PlannerSettings.Correction correction(PlannerConfig config) {
        Correction c = config.get(TargetFields.CORRECTION);
        return new PlannerSettings.Correction(c.enabled(), c.min(), c.max(), c.smoothing(), c.minRequests());
    }

    private static PlannerSettings.Sizing sizing(PlannerConfig config, Compatibility compatibility) {
        boolean chosen = config.origin(EngineModelFields.INTERPOLATION).isGiven();
        return new PlannerSettings.Sizing(
                chosen
                        ? config.get(EngineModelFields.INTERPOLATION) == InterpolationKind.REFERENCE
                        : compatibility.countsByProfileOnly(),
                config.get(TargetFields.PREFILL_QUEUEING),
                config.get(TargetFields.ATTAINMENT),
                config.get(TargetFields.ATTAINMENT_FEEDBACK),
                config.get(TargetFields.INFEASIBLE_TARGET) == InfeasibleTarget.HOLD
                        ? Infeasible.HOLD
                        : Infeasible.BEST_EFFORT,
                capacity(config, compatibility));
    }

    private static CapacityModel capacity(PlannerConfig config, Compatibility compatibility) {
        boolean chosen = config.origin(EngineModelFields.CAPACITY_MODEL).isGiven();
        return chosen && !compatibility.countsByProfileOnly()
                ? config.get(EngineModelFields.CAPACITY_MODEL)
                : compatibility.capacityModel();
    }

    private static PlannerSettings.Engine engine(PlannerConfig config) {
        return new PlannerSettings.Engine(
                config.get(EngineModelFields.MAX_NUM_BATCHED_TOKENS),
                config.get(EngineModelFields.MAX_NUM_SEQS),
                config.get(EngineModelFields.SPECULATIVE_NEXTN),
                config.get(LoadScalingFields.MAX_NUM_FPM_SAMPLES),
                config.get(LoadScalingFields.FPM_SAMPLE_BUCKET_SIZE),
                config.get(LoadScalingFields.LOAD_MIN_OBSERVATIONS));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
