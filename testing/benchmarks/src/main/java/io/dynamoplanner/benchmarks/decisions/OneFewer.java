package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Duration;
import java.time.Instant;

/**
 * A policy whose wishes for one role are granted but for one replica, always. It is told the counts that it wished for, so
 * that it decides as it would have. Whether its requests still meet the target says whether that replica was needed.
 */
final class OneFewer implements ScalingPolicy {
    private final ScalingPolicy policy;
    private final Role role;

    OneFewer(ScalingPolicy policy, Role role) {
        this.policy = policy;
        this.role = role;
    }

    @Override
    public String key() {
        return policy.key();
    }

    @Override
    public String label() {
        return policy.label();
    }

    @Override
    public String description() {
        return policy.description();
    }

    @Override
    public PerRole<Integer> initialReplicas() {
        return less(policy.initialReplicas());
    }

    @Override
    public Duration window() {
        return policy.window();
    }

    @Override
    public Decision decide(Observation seen, Instant now) {
        RoleFleet real = seen.fleet().role(role);
        var told = new RoleFleet(
                real.desired() + 1,
                real.ready() + 1,
                real.starting(),
                real.terminating(),
                real.gpusPerReplica(),
                real.rollout());
        var fleet = new Fleet(seen.fleet().roles().with(role, told));
        Decision decision = policy.decide(new Observation(seen.windows(), fleet), now);
        return new Decision(
                less(decision.writes()),
                decision.forecastRps(),
                decision.explanations(),
                decision.notes(),
                decision.nextWakeUp());
    }

    private PerRole<Integer> less(PerRole<Integer> counts) {
        return counts.has(role) ? counts.with(role, Math.max(0, counts.get(role) - 1)) : counts;
    }
}
