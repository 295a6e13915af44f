package io.dynamoplanner.sim;

import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A policy that writes given counts at given times, and remembers what it saw. */
public final class ScriptedPolicy implements ScalingPolicy {
    private final PerRole<Integer> initial;
    private final Duration window;
    private final TreeMap<Double, PerRole<Integer>> writes = new TreeMap<>();
    private final List<Observation> seen = new ArrayList<>();
    private final List<Instant> calls = new ArrayList<>();
    private Instant epoch = Instant.MAX;

    /** Is asked at the start, at the end of each window, and when it has something to write. */
    public ScriptedPolicy(PerRole<Integer> initial, Duration window) {
        this.initial = initial;
        this.window = window;
    }

    public ScriptedPolicy write(double atS, PerRole<Integer> replicas) {
        writes.put(atS, replicas);
        return this;
    }

    public List<Observation> seen() {
        return seen;
    }

    public List<Instant> calls() {
        return calls;
    }

    public List<TrafficWindow> windows() {
        return seen.stream().flatMap(o -> o.windows().stream()).toList();
    }

    @Override
    public String key() {
        return "scripted";
    }

    @Override
    public String label() {
        return "Scripted";
    }

    @Override
    public String description() {
        return "Does what it was told.";
    }

    @Override
    public PerRole<Integer> initialReplicas() {
        return initial;
    }

    @Override
    public Duration window() {
        return window;
    }

    @Override
    public Decision decide(Observation observation, Instant now) {
        if (calls.isEmpty()) {
            epoch = now;
        }
        calls.add(now);
        seen.add(observation);
        double at = Duration.between(epoch, now).toNanos() / 1e9;
        PerRole<Integer> write = writes.getOrDefault(at, PerRole.empty());
        double windowS = window.toNanos() / 1e9;
        double next = (Math.floor(at / windowS) + 1) * windowS;
        Double scripted = writes.higherKey(at);
        if (scripted != null) {
            next = Math.min(next, scripted);
        }
        return new Decision(
                write,
                OptionalDouble.of(at),
                write.map((role, count) -> new Explanation("told to", "script", List.of())),
                List.of("note"),
                epoch.plusNanos(Math.round(next * 1e9)));
    }
}
