package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Struct;
import java.math.BigInteger;

/** Values that follow from others: replacements of retired fields, and defaults that depend on another field. */
final class Derivations {
    private final Draft draft;

    private Derivations(Draft draft) {
        this.draft = draft;
    }

    static void apply(Draft draft) {
        Derivations derivations = new Derivations(draft);
        derivations.retiredSwitches();
        derivations.compatibilityDefaults();
        derivations.scaleInterval();
        if (draft.get(ForecastFields.KALMAN_MIN_POINTS) == 0) {
            draft.set(ForecastFields.KALMAN_MIN_POINTS, 1, Origin.derived("0 acts as 1"));
        }
    }

    /** Old files that relied on these must not start to actuate or to correct. */
    private void retiredSwitches() {
        if (draft.get(DeploymentFields.NO_OPERATION)) {
            draft.set(DeploymentFields.ADVISORY, true, Origin.derived("no_operation is true"));
            draft.finding(
                    Finding.Severity.WARNING,
                    DeploymentFields.NO_OPERATION,
                    "is retired; the planner runs with advisory: true and writes NO replica counts");
        }
        if (draft.get(TargetFields.NO_CORRECTION)) {
            Correction off = draft.get(TargetFields.CORRECTION).switchedOff();
            draft.set(TargetFields.CORRECTION, off, Origin.derived("no_correction is true"));
            draft.finding(
                    Finding.Severity.WARNING,
                    TargetFields.NO_CORRECTION,
                    "is retired; the planner runs with correction.enabled: false");
        }
    }

    private void compatibilityDefaults() {
        Compatibility compatibility = draft.get(CompatibilityFields.COMPATIBILITY);
        if (compatibility == Compatibility.NONE) {
            return;
        }
        Origin reason = Origin.derived("compatibility is " + compatibility.spelling());
        if (compatibility.countsByProfileOnly() && !draft.isGiven(EngineModelFields.INTERPOLATION)) {
            draft.set(EngineModelFields.INTERPOLATION, InterpolationKind.REFERENCE, reason);
        }
        if (!draft.isGiven(EngineModelFields.CAPACITY_MODEL)) {
            draft.set(EngineModelFields.CAPACITY_MODEL, compatibility.capacityModel(), reason);
        }
        if (!draft.isGiven(ForecastFields.LOAD_PREDICTOR)) {
            draft.set(ForecastFields.LOAD_PREDICTOR, LoadPredictor.ARIMA, reason);
        }
    }

    /** The longest tick that meets every interval in use: their greatest common divisor. */
    private void scaleInterval() {
        Struct scheduling = draft.get(PluginFields.SCHEDULING);
        if (scheduling.isGiven(PluginFields.SCALE_INTERVAL)) {
            return;
        }
        BigInteger interval = BigInteger.valueOf(draft.get(LoadScalingFields.LOAD_ADJUSTMENT_INTERVAL_SECONDS));
        if (CrossFieldRules.throughputScalingIsOn(draft)) {
            interval = interval.gcd(BigInteger.valueOf(draft.get(PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS)));
        }
        double seconds = interval.doubleValue();
        if (seconds != scheduling.get(PluginFields.SCALE_INTERVAL)) {
            Origin origin = draft.isGiven(PluginFields.SCHEDULING)
                    ? draft.origin(PluginFields.SCHEDULING)
                    : Origin.derived("greatest common divisor of the intervals in use");
            draft.set(PluginFields.SCHEDULING, scheduling.with(PluginFields.SCALE_INTERVAL, seconds), origin);
        }
    }
}
