package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Predictor;
import java.time.Instant;
import java.util.Optional;

/**
 * What the forecaster remembers between ticks.
 *
 * @param predictors one predictor per series, fed with one aligned sample per window
 * @param nextWindow index of the first window that has not been taken in yet
 * @param countKnown end of the newest window whose request count was known; empty before the first
 * @param lengths lengths last seen with traffic
 * @param current the demand as of the newest window
 */
public record DemandState(
        Predictors predictors, long nextWindow, Optional<Instant> countKnown, Lengths lengths, Demand current) {

    /** The three series of a traffic sample: request count, mean input length, mean output length per window. */
    public record Predictors(Predictor requests, Predictor isl, Predictor osl) {
        Predictors observe(double count, double meanIsl, double meanOsl) {
            return new Predictors(requests.observe(count), isl.observe(meanIsl), osl.observe(meanOsl));
        }
    }

    /**
     * Lengths last seen with traffic.
     *
     * @param isl input length, tokens; 0 before the first
     * @param osl output length, tokens; 0 before the first
     * @param at end of the window in which both were read; empty before the first
     */
    public record Lengths(double isl, double osl, Optional<Instant> at) {
        static final Lengths NONE = new Lengths(0, 0, Optional.empty());

        boolean seen() {
            return isl > 0;
        }
    }

    DemandState predictors(Predictors fed) {
        return new DemandState(fed, nextWindow, countKnown, lengths, current);
    }

    DemandState nextWindow(long index) {
        return new DemandState(predictors, index, countKnown, lengths, current);
    }

    DemandState countKnown(Instant until) {
        return new DemandState(predictors, nextWindow, Optional.of(until), lengths, current);
    }

    DemandState lengths(Lengths seen) {
        return new DemandState(predictors, nextWindow, countKnown, seen, current);
    }

    DemandState current(Demand demand) {
        return new DemandState(predictors, nextWindow, countKnown, lengths, demand);
    }
}
