package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.app.simulate.Arena;

/**
 * One combination of the benchmark.
 *
 * @param training the first quarter of the traffic, on which thresholds are tuned
 * @param evaluation the rest, on which everybody is measured
 */
record Cell(String trace, int startupS, long seed, Arena training, Arena evaluation) {
    private static final double TRAINING = 0.25;

    static Cell of(String trace, int startupS, long seed, Arena whole) {
        double seconds = whole.requests().durationS();
        return new Cell(
                trace, startupS, seed, whole.part(0, TRAINING * seconds), whole.part(TRAINING * seconds, seconds + 1));
    }
}
