package io.dynamoplanner.sim;

import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.policy.ScalingPolicy.Explanation;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.sim.fleet.SimulatedFleet;
import io.dynamoplanner.sim.load.EngineLoads;
import io.dynamoplanner.sim.metrics.MetricsRecorder;
import io.dynamoplanner.sim.policy.LoadAwarePolicy;
import io.dynamoplanner.sim.record.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Asks the policy when it wants to be asked, and does what it says. */
final class PolicyLoop {
    private static final Explanation UNEXPLAINED = new Explanation("", "", List.of());

    private final ScalingPolicy policy;
    private final MetricsRecorder metrics;
    private final EngineLoads loads;
    private final SimulatedFleet fleet;
    private final RunLog log;
    private final Instant epoch;
    private Instant wakeUp;
    private double forecastRps = Double.NaN;

    PolicyLoop(
            ScalingPolicy policy,
            MetricsRecorder metrics,
            EngineLoads loads,
            SimulatedFleet fleet,
            RunLog log,
            Instant epoch) {
        this.policy = policy;
        this.metrics = metrics;
        this.loads = loads;
        this.fleet = fleet;
        this.log = log;
        this.epoch = epoch;
        this.wakeUp = epoch;
    }

    /** When the policy wants to be asked next, s since the start of the run. */
    double nextAt() {
        return Duration.between(epoch, wakeUp).toNanos() / 1e9;
    }

    /**
     * The forecast in force, requests per second; NaN for none. A decision without one that saw no new window leaves the
     * forecast before it in force.
     */
    double forecastRps() {
        return forecastRps;
    }

    /** Asks the policy: it is {@link #nextAt()} now. */
    void ask(double now) {
        var seen = new Observation(metrics.windowsUntil(wakeUp), fleet.snapshot());
        ScalingPolicy.Decision decision = policy instanceof LoadAwarePolicy aware
                ? aware.decide(seen.fleet(), loads.at(now), wakeUp)
                : policy.decide(seen, wakeUp);
        if (!decision.nextWakeUp().isAfter(wakeUp)) {
            throw new IllegalStateException("policy " + policy.key() + " decided at " + wakeUp
                    + " and wants to be asked again at " + decision.nextWakeUp() + ", which is not later");
        }
        if (decision.forecastRps().isPresent() || !seen.windows().isEmpty()) {
            forecastRps = decision.forecastRps().orElse(Double.NaN);
        }
        log.notes(now, decision.notes());
        apply(decision.writes(), decision.explanations(), now);
        wakeUp = decision.nextWakeUp();
    }

    private void apply(PerRole<Integer> writes, PerRole<Explanation> explanations, double now) {
        if (writes.isEmpty()) {
            return;
        }
        for (var write : writes) {
            if (!fleet.managed().has(write.role()) || write.value() < 0) {
                throw new IllegalStateException("policy " + policy.key() + " wrote " + write.value()
                        + " replicas for role " + write.role() + "; it may write counts from 0 for "
                        + fleet.managed().asMap().keySet());
            }
            int from = fleet.managed().get(write.role()).desired();
            if (from != write.value()) {
                Explanation why = explanations.getOr(write.role(), UNEXPLAINED);
                log.change(new RunRecord.Change(
                        now, write.role(), from, write.value(), why.reason(), why.binding(), why.derivation()));
            }
        }
        fleet.scale(writes, now);
    }
}
