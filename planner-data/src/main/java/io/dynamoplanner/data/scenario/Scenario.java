package io.dynamoplanner.data.scenario;

import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.ServingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What {@code planner simulate} runs: a trace, an engine, a planner and the world around them.
 *
 * @param title for people
 * @param trace request trace; exists
 * @param profile engine profile that the planner knows; exists
 * @param truthProfile engine profile that the simulated engines follow; the same as {@code profile} if the file names
 *     none
 * @param config the planner's configuration
 * @param mode roles of the fleet
 * @param speedFactor how much faster than the truth profile the engines are; 1 is as profiled
 * @param timeScale factor on the time axis of the trace; 2 makes it twice as long
 * @param rateScale factor on the number of requests
 * @param seed of everything random
 * @param engines start, end and size of engines
 * @param transfer moving the KV cache from prefill to decode
 * @param gpus GPUs of the cluster; empty means without limit
 * @param metrics how the planner sees the traffic
 * @param faults what goes wrong
 */
public record Scenario(
        String title,
        Path trace,
        Path profile,
        Path truthProfile,
        PlannerConfig config,
        ServingMode mode,
        double speedFactor,
        double timeScale,
        double rateScale,
        long seed,
        Engines engines,
        Transfer transfer,
        OptionalInt gpus,
        Metrics metrics,
        Faults faults) {

    /**
     * Engines of the cluster.
     *
     * @param drainSeconds longest time that a stopping engine may take to finish its requests
     * @param maxBatch most requests that a decode engine runs at once; empty means as the profile allows
     * @param stragglers starts that take longer than they should
     */
    public record Engines(
            Startup startupSeconds,
            double drainSeconds,
            int prefillGpus,
            int decodeGpus,
            OptionalInt maxBatch,
            Stragglers stragglers) {
        public Engines withStartup(Startup startup) {
            return new Engines(startup, drainSeconds, prefillGpus, decodeGpus, maxBatch, stragglers);
        }

        public Engines withStragglers(Stragglers slow) {
            return new Engines(startupSeconds, drainSeconds, prefillGpus, decodeGpus, maxBatch, slow);
        }
    }

    /**
     * Starts that take longer.
     *
     * @param share of the starts, 0 to 1
     * @param factor by which they take longer, at least 1
     */
    public record Stragglers(double share, double factor) {
        public static final Stragglers NONE = new Stragglers(0, 1);
    }

    /**
     * Time from writing a count until the engine serves, in seconds: triangular between {@code min} and {@code max}
     * around {@code mode}, uniform without a mode, fixed if the two ends are equal.
     */
    public record Startup(double min, OptionalDouble mode, double max) {
        public static Startup fixed(double seconds) {
            return new Startup(seconds, OptionalDouble.empty(), seconds);
        }
    }

    /**
     * Time of moving one request's KV cache.
     *
     * @param baseMs time that does not depend on the length
     * @param tokensPerSecond rate for the rest; empty means that the rest takes no time
     */
    public record Transfer(double baseMs, OptionalDouble tokensPerSecond) {}

    /**
     * The metrics server of the simulation.
     *
     * @param scrapeIntervalSeconds time between two scrapes
     * @param delaySeconds age of the newest visible scrape
     */
    public record Metrics(double scrapeIntervalSeconds, double delaySeconds) {}

    /**
     * What goes wrong in a run. Times are seconds since its start.
     *
     * @param scrapeLoss share of the scrapes that are lost at random, 0 to below 1
     * @param outages times without any metrics
     * @param workerLosses engines that are lost at given times
     * @param workerLossPerEngineHour how often an engine is lost at random, per hour that it serves
     */
    public record Faults(
            double scrapeLoss, List<Outage> outages, List<WorkerLoss> workerLosses, double workerLossPerEngineHour) {
        public static final Faults NONE = new Faults(0, List.of(), List.of(), 0);

        public Faults {
            outages = List.copyOf(outages);
            workerLosses = List.copyOf(workerLosses);
        }
    }

    /** No scrape and no query works from {@code fromSeconds} until before {@code toSeconds}. */
    public record Outage(double fromSeconds, double toSeconds) {}

    /** {@code engines} engines of a role are lost at once, without a drain. */
    public record WorkerLoss(double atSeconds, Role role, int engines) {}

    public Scenario withEngines(Engines other) {
        return new Scenario(
                title,
                trace,
                profile,
                truthProfile,
                config,
                mode,
                speedFactor,
                timeScale,
                rateScale,
                seed,
                other,
                transfer,
                gpus,
                metrics,
                faults);
    }

    public Scenario withMetrics(Metrics other) {
        return new Scenario(
                title,
                trace,
                profile,
                truthProfile,
                config,
                mode,
                speedFactor,
                timeScale,
                rateScale,
                seed,
                engines,
                transfer,
                gpus,
                other,
                faults);
    }

    public Scenario withFaults(Faults other) {
        return new Scenario(
                title,
                trace,
                profile,
                truthProfile,
                config,
                mode,
                speedFactor,
                timeScale,
                rateScale,
                seed,
                engines,
                transfer,
                gpus,
                metrics,
                other);
    }

    /** The same scenario with another planner; the roles must be the same. */
    public Scenario withConfig(PlannerConfig other) {
        return new Scenario(
                title,
                trace,
                profile,
                truthProfile,
                other,
                mode,
                speedFactor,
                timeScale,
                rateScale,
                seed,
                engines,
                transfer,
                gpus,
                metrics,
                faults);
    }

    /** The same scenario with other random numbers, and other factors on engines and requests. */
    public Scenario withScales(double engineSpeed, double requestRate, long otherSeed) {
        return new Scenario(
                title,
                trace,
                profile,
                truthProfile,
                config,
                mode,
                engineSpeed,
                timeScale,
                requestRate,
                otherSeed,
                engines,
                transfer,
                gpus,
                metrics,
                faults);
    }

    static OptionalInt boxed(Optional<Integer> value) {
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }

    static OptionalDouble boxedDouble(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
