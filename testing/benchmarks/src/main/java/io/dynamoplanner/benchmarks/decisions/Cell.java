package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.app.simulate.Arena;

/**
 * One combination of the benchmark.
 *
 * @param training the first quarter of the traffic, on which thresholds are tuned; its second half is measured
 * @param evaluation all of the traffic, of which the first quarter is warm-up: fleets and forecasts get into their stride,
 *     and what happens after it is measured
 */
record Cell(String trace, int startupS, long seed, Arena training, Arena evaluation) {
    private static final double TRAINING = 0.25;

    static Cell of(String trace, int startupS, long seed, Arena whole) {
        double trainingS = TRAINING * whole.requests().durationS();
        return new Cell(
                trace,
                startupS,
                seed,
                whole.part(0, trainingS).measuredFrom(trainingS / 2),
                whole.measuredFrom(trainingS));
    }
}
