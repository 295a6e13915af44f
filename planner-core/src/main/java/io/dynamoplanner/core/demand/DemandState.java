package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Predictor;
import java.time.Instant;
import java.util.Optional;

/**
 * What the forecaster remembers between ticks.
 *
 * @param predictors one predictor per series, fed with one aligned sample per window
 * @param calibrated what quantiles of the load stand on; empty while the point forecast is sized for
 * @param nextWindow index of the first window that has not been taken in yet
 * @param countKnown end of the newest window whose request count was known; empty before the first
 * @param lengths lengths last seen with traffic
 * @param current the demand as of the newest window
 */
public record DemandState(
        Predictors predictors,
        Optional<Calibrated> calibrated,
        long nextWindow,
        Optional<Instant> countKnown,
        Lengths lengths,
        Demand current) {

    /** The three series of a traffic sample: request count, mean input length, mean output length per window. */
    public record Predictors(Predictor requests, Predictor isl, Predictor osl) {
        Predictors observe(double count, double meanIsl, double meanOsl) {
            return new Predictors(requests.observe(count), isl.observe(meanIsl), osl.observe(meanOsl));
        }

        Predictors missed(long windows) {
            return new Predictors(requests.missed(windows), isl.missed(windows), osl.missed(windows));
        }

        /** After a window of which only the request count is known. */
        Predictors observe(double count) {
            return new Predictors(requests.observe(count), isl.missed(1), osl.missed(1));
        }

        Predictors warmedUp() {
            return new Predictors(requests.warmedUp(), isl.warmedUp(), osl.warmedUp());
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

    DemandState fed(Predictors fed, Optional<Calibrated> calibration) {
        return new DemandState(fed, calibration, nextWindow, countKnown, lengths, current);
    }

    /** The same with predictors that have seen nothing: those of another family cannot read what these remember. */
    public DemandState relearning(DemandState fresh) {
        return new DemandState(fresh.predictors, fresh.calibrated, nextWindow, countKnown, lengths, current);
    }

    DemandState nextWindow(long index) {
        return new DemandState(predictors, calibrated, index, countKnown, lengths, current);
    }

    DemandState countKnown(Instant until) {
        return new DemandState(predictors, calibrated, nextWindow, Optional.of(until), lengths, current);
    }

    DemandState lengths(Lengths seen) {
        return new DemandState(predictors, calibrated, nextWindow, countKnown, seen, current);
    }

    DemandState current(Demand demand) {
        return new DemandState(predictors, calibrated, nextWindow, countKnown, lengths, demand);
    }
}
