package io.dynamoplanner.data.scenario;

import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.ServingMode;
import java.nio.file.Path;
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
        Metrics metrics) {

    /**
     * Engines of the cluster.
     *
     * @param drainSeconds longest time that a stopping engine may take to finish its requests
     * @param maxBatch most requests that a decode engine runs at once; empty means as the profile allows
     */
    public record Engines(
            Startup startupSeconds, double drainSeconds, int prefillGpus, int decodeGpus, OptionalInt maxBatch) {}

    /**
     * Time from writing a count until the engine serves, in seconds: triangular between {@code min} and {@code max}
     * around {@code mode}, uniform without a mode, fixed if the two ends are equal.
     */
    public record Startup(double min, OptionalDouble mode, double max) {}

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

    static OptionalInt boxed(Optional<Integer> value) {
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }

    static OptionalDouble boxedDouble(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
