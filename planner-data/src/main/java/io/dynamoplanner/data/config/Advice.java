package io.dynamoplanner.data.config;

/** Says what an accepted configuration does not do, or what it probably does not mean. */
final class Advice {
    /** Nobody asks for a first token in 5 ms or a token every 1 ms; somebody who wrote seconds does. */
    private static final double LEAST_TTFT_MS = 5;

    private static final double LEAST_ITL_MS = 1;

    private final Draft draft;

    private Advice(Draft draft) {
        this.draft = draft;
    }

    static void give(Draft draft) {
        Advice advice = new Advice(draft);
        ConfigFields.all().forEach(advice::onEffect);
        advice.onEnvironment();
        advice.onTarget();
        advice.onUnits();
        advice.onToken();
    }

    private <T> void onEffect(ConfigField<T> field) {
        if (!draft.isGiven(field)) {
            return;
        }
        boolean changed = !draft.get(field).equals(field.initial());
        Finding.Severity severity = changed ? Finding.Severity.WARNING : Finding.Severity.INFO;
        switch (field.effect().kind()) {
            case EFFECTIVE -> {}
            case LATER ->
                draft.finding(
                        severity,
                        field,
                        "not yet effective: waits for " + field.effect().detail());
            case RETIRED -> {
                // The two that change another field are announced where they do so.
                boolean announced = field == DeploymentFields.NO_OPERATION || field == TargetFields.NO_CORRECTION;
                if (!announced || !changed) {
                    draft.finding(severity, field, "retired: " + field.effect().detail());
                }
            }
        }
    }

    private void onEnvironment() {
        DeploymentEnvironment environment = draft.get(DeploymentFields.ENVIRONMENT);
        if (environment != DeploymentEnvironment.KUBERNETES) {
            draft.finding(
                    Finding.Severity.WARNING,
                    DeploymentFields.ENVIRONMENT,
                    "'" + environment.spelling() + "' is not yet effective: only kubernetes is");
        }
    }

    private void onTarget() {
        OptimizationTarget target = draft.get(TargetFields.OPTIMIZATION_TARGET);
        if (target != OptimizationTarget.SLA) {
            draft.finding(
                    draft.isGiven(TargetFields.OPTIMIZATION_TARGET) ? Finding.Severity.WARNING : Finding.Severity.INFO,
                    TargetFields.OPTIMIZATION_TARGET,
                    "'" + target.spelling()
                            + "' is not yet effective: 'run' only observes, 'simulate' and 'plan' size for"
                            + " the TTFT and ITL targets as with 'sla'");
        }
        if (!draft.get(LoadScalingFields.ENABLE_THROUGHPUT_SCALING)) {
            draft.finding(
                    Finding.Severity.WARNING,
                    LoadScalingFields.ENABLE_THROUGHPUT_SCALING,
                    "is off and load scaling is not yet effective: nothing will be scaled");
        }
    }

    private void onUnits() {
        onUnit(TargetFields.TTFT_MS, LEAST_TTFT_MS);
        onUnit(TargetFields.ITL_MS, LEAST_ITL_MS);
    }

    private void onUnit(ConfigField<Double> field, double least) {
        double value = draft.get(field);
        if (value < least) {
            draft.finding(
                    Finding.Severity.WARNING,
                    field,
                    value + " ms is very short; the unit is milliseconds, not seconds as in the first release");
        }
    }

    private void onToken() {
        boolean verified = draft.get(MetricsFields.PROMETHEUS_SSL_VERIFY)
                || draft.get(MetricsFields.PROMETHEUS_CA_BUNDLE).isPresent();
        boolean token = draft.get(MetricsFields.PROMETHEUS_TOKEN).isPresent()
                || draft.get(MetricsFields.PROMETHEUS_TOKEN_FILE).isPresent();
        if (token && !verified) {
            draft.finding(
                    Finding.Severity.WARNING,
                    MetricsFields.PROMETHEUS_SSL_VERIFY,
                    "is off: the bearer token goes to a server that is not verified");
        }
    }
}
