package io.dynamoplanner.sim;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.sim.fleet.WorkerFaults;
import io.dynamoplanner.sim.metrics.MetricFaults;
import io.dynamoplanner.sim.metrics.ScrapeSchedule;
import io.dynamoplanner.sim.serving.KvTransfer;
import java.time.Instant;
import java.util.Set;

/**
 * Everything that a run depends on besides its traffic and its policy.
 *
 * <p>The roles in {@code engines} decide what is simulated: {@code agg} alone; {@code prefill} and {@code decode}; or one of
 * these two alone, in which case the other takes no time. A role in {@code fixedReplicas} is simulated with that
 * many engines and belongs to somebody else: the policy neither sees nor scales it, and its GPUs are not counted.
 *
 * @param engines the engines of each role
 * @param fixedReplicas engine counts of the roles that the policy does not manage
 * @param ttftTargetMs target for time to first token, ms
 * @param itlTargetMs target for the mean inter-token latency of a request, ms
 * @param clusterGpus GPUs that exist; engines that do not fit stay pending
 * @param gpuCeiling GPUs that the policy is allowed; negative for no limit. Only counted, never enforced
 * @param transfer time from prefill to decode
 * @param scrapes how metrics are collected
 * @param faults when they are not
 * @param workerFaults how engines are lost
 * @param maxDrainS longest time that an engine may drain, s; infinite for as long as it takes
 * @param measuredFromS what came before is warm-up: its requests, GPU-hours and changes are not in the result, s
 * @param epoch instant at which the run starts
 * @param seed seed of all random numbers
 */
public record SimulationOptions(
        PerRole<EngineOptions> engines,
        PerRole<Integer> fixedReplicas,
        double ttftTargetMs,
        double itlTargetMs,
        int clusterGpus,
        int gpuCeiling,
        KvTransfer transfer,
        ScrapeSchedule scrapes,
        MetricFaults faults,
        WorkerFaults workerFaults,
        double maxDrainS,
        double measuredFromS,
        Instant epoch,
        long seed) {
    /** When a run starts unless it is told otherwise. */
    public static final Instant DEFAULT_EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final Set<Set<Role>> GRAPHS = Set.of(
            Set.of(Role.AGGREGATED), Set.of(Role.PREFILL, Role.DECODE), Set.of(Role.PREFILL), Set.of(Role.DECODE));

    public SimulationOptions {
        Set<Role> roles = engines.asMap().keySet();
        if (!GRAPHS.contains(roles)) {
            throw new IllegalArgumentException("engines are given for "
                    + engines.asMap().keySet() + "; a run has agg, or prefill and decode, or one of the latter");
        }
        for (var engine : engines) {
            Role role = engine.role();
            if (!role.equals(Role.DECODE) && engine.value().prefill().isEmpty()) {
                throw new IllegalArgumentException("the " + role + " engines need a prefill model");
            }
            if (!role.equals(Role.PREFILL) && engine.value().decode().isEmpty()) {
                throw new IllegalArgumentException("the " + role + " engines need a decode model");
            }
        }
        for (var fixed : fixedReplicas) {
            if (!roles.contains(fixed.role()) || fixed.value() < 1) {
                throw new IllegalArgumentException("fixedReplicas has " + fixed.value() + " for role " + fixed.role()
                        + "; it takes positive counts for roles among " + roles);
            }
        }
        for (WorkerFaults.Loss loss : workerFaults.losses()) {
            if (!roles.contains(loss.role()) || fixedReplicas.has(loss.role())) {
                throw new IllegalArgumentException("a loss at " + loss.atS() + " s is of role " + loss.role()
                        + "; losses are of roles that the policy manages, here among " + roles);
            }
        }
        if (clusterGpus < 0) {
            throw new IllegalArgumentException("clusterGpus must not be negative, got " + clusterGpus);
        }
        if (!(measuredFromS >= 0 && measuredFromS < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("measuredFromS must not be negative, got " + measuredFromS);
        }
        if (!(maxDrainS >= 0)) {
            throw new IllegalArgumentException("maxDrainS must not be negative, got " + maxDrainS);
        }
    }

    /** The same options with other faults of the metrics. */
    public SimulationOptions withFaults(MetricFaults other) {
        return copied().faults(other).build();
    }

    /** The same options with a warm-up of {@code seconds}. */
    public SimulationOptions withMeasuredFromS(double seconds) {
        return copied().measuredFromS(seconds).build();
    }

    private Builder copied() {
        return builder(engines, ttftTargetMs, itlTargetMs)
                .fixedReplicas(fixedReplicas)
                .clusterGpus(clusterGpus)
                .gpuCeiling(gpuCeiling)
                .transfer(transfer)
                .scrapes(scrapes)
                .faults(faults)
                .workerFaults(workerFaults)
                .maxDrainS(maxDrainS)
                .measuredFromS(measuredFromS)
                .epoch(epoch)
                .seed(seed);
    }

    /** Options with the defaults of {@link Builder}. */
    public static Builder builder(PerRole<EngineOptions> engines, double ttftTargetMs, double itlTargetMs) {
        return new Builder(engines, ttftTargetMs, itlTargetMs);
    }

    /** Collects options; what is not set has a default. */
    public static final class Builder {
        private final PerRole<EngineOptions> engines;
        private final double ttftTargetMs;
        private final double itlTargetMs;
        private PerRole<Integer> fixedReplicas = PerRole.empty();
        private int clusterGpus = Integer.MAX_VALUE;
        private int gpuCeiling = -1;
        private KvTransfer transfer = KvTransfer.INSTANT;
        private ScrapeSchedule scrapes = new ScrapeSchedule(5, 0);
        private MetricFaults faults = MetricFaults.NONE;
        private WorkerFaults workerFaults = WorkerFaults.NONE;
        private double maxDrainS = 600;
        private double measuredFromS;
        private Instant epoch = DEFAULT_EPOCH;
        private long seed;

        private Builder(PerRole<EngineOptions> engines, double ttftTargetMs, double itlTargetMs) {
            this.engines = engines;
            this.ttftTargetMs = ttftTargetMs;
            this.itlTargetMs = itlTargetMs;
        }

        /** Default: the policy manages every role. */
        public Builder fixedReplicas(PerRole<Integer> replicas) {
            fixedReplicas = replicas;
            return this;
        }

        /** Default: no limit. */
        public Builder clusterGpus(int gpus) {
            clusterGpus = gpus;
            return this;
        }

        /** Default: no limit. */
        public Builder gpuCeiling(int gpus) {
            gpuCeiling = gpus;
            return this;
        }

        /** Default: no time. */
        public Builder transfer(KvTransfer kvTransfer) {
            transfer = kvTransfer;
            return this;
        }

        /** Default: each 5 s, no delay. */
        public Builder scrapes(ScrapeSchedule schedule) {
            scrapes = schedule;
            return this;
        }

        /** Default: none. */
        public Builder faults(MetricFaults metricFaults) {
            faults = metricFaults;
            return this;
        }

        /** Default: none. */
        public Builder workerFaults(WorkerFaults engineLosses) {
            workerFaults = engineLosses;
            return this;
        }

        /** Default: 600 s. */
        public Builder maxDrainS(double seconds) {
            maxDrainS = seconds;
            return this;
        }

        /** Default: no warm-up. */
        public Builder measuredFromS(double seconds) {
            measuredFromS = seconds;
            return this;
        }

        /** Default: {@link #DEFAULT_EPOCH}. */
        public Builder epoch(Instant start) {
            epoch = start;
            return this;
        }

        /** Default: 0. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public SimulationOptions build() {
            return new SimulationOptions(
                    engines,
                    fixedReplicas,
                    ttftTargetMs,
                    itlTargetMs,
                    clusterGpus,
                    gpuCeiling,
                    transfer,
                    scrapes,
                    faults,
                    workerFaults,
                    maxDrainS,
                    measuredFromS,
                    epoch,
                    seed);
        }
    }
}
