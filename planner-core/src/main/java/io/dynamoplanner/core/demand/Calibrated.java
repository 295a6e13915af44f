package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.TrafficSample;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What the forecaster remembers to state quantiles of the load: how wrong earlier forecasts were, and the tokens per
 * window as series of their own.
 *
 * <p>Count times mean length is the work of a window; a product of forecasts is not the forecast of it. Where windows of
 * long prompts alternate with windows of long answers, the mean prompt and the mean answer describe a request that nobody
 * sends.
 *
 * @param requests margins of the request count
 * @param input prompt tokens per window: what prefill works on
 * @param output answer tokens per window: what decode works on
 * @param recent newest windows with requests of known length, oldest first: whose lengths the tokens come in
 * @param silence whether the newest windows were an outage, in which no margin is learned
 */
public record Calibrated(
        Margins requests, TokenSeries input, TokenSeries output, List<TrafficSample> recent, Silence silence) {
    /** Half an hour of minutes: long enough to hold both sides of a mix, short enough to follow it. */
    private static final int RECENT = 30;

    /** A share of fewer windows says nothing about a quantile. */
    private static final int TELLING = 20;

    public Calibrated {
        recent = Newest.of(recent);
    }

    /** Tokens per window: their predictor, and the margins of its forecasts. */
    public record TokenSeries(Predictor predictor, Margins margins) {
        private TokenSeries after(double tokens, double weight, int windows, Quantile quantile) {
            Predictor fed = predictor.observe(tokens);
            return new TokenSeries(fed, margins.after(tokens, weight, fed, windows, quantile));
        }

        /** After a window of an outage. */
        private TokenSeries silent() {
            return new TokenSeries(predictor.observe(0), margins.missed(1));
        }

        private TokenSeries missed(long windows) {
            return new TokenSeries(predictor.missed(windows), margins.missed(windows));
        }

        private TokenSeries warmedUp() {
            return new TokenSeries(predictor.warmedUp(), margins);
        }

        private int known() {
            return margins.outcomes().size();
        }

        private double peak(int windows, Quantile quantile) {
            return margins.peak(predictor, windows, quantile);
        }
    }

    static Calibrated fresh(PredictorFamily family) {
        var tokens = new TokenSeries(family.fresh(), Margins.fresh());
        return new Calibrated(Margins.fresh(), tokens, tokens, List.of(), Silence.NONE);
    }

    /**
     * After a window.
     *
     * @param count predictor of the request count that has seen the window
     * @param read whether both lengths were read; lengths that something stands in for teach no margin
     * @param windows how many windows ahead the demand looks
     */
    Calibrated after(Predictor count, TrafficSample sample, boolean read, int windows, Quantile quantile) {
        double requests = sample.requests();
        Silence now = silence.after(requests);
        if (now.isOutage()) {
            return new Calibrated(this.requests.missed(1), input.silent(), output.silent(), recent, now);
        }
        double weight = read ? requests : 0;
        return new Calibrated(
                this.requests.after(requests, requests, count, windows, quantile),
                input.after(requests * sample.isl(), weight, windows, quantile),
                output.after(requests * sample.osl(), weight, windows, quantile),
                weight > 0 ? Newest.of(recent).after(sample, RECENT) : recent,
                now);
    }

    /** After a window of which only the request count is known. */
    Calibrated after(Predictor count, double requests, int windows, Quantile quantile) {
        return new Calibrated(
                this.requests.after(requests, requests, count, windows, quantile),
                input.missed(1),
                output.missed(1),
                recent,
                silence.after(requests));
    }

    Calibrated missed(long windows) {
        return new Calibrated(requests.missed(windows), input.missed(windows), output.missed(windows), recent, silence);
    }

    Calibrated warmedUp() {
        return new Calibrated(requests, input.warmedUp(), output.warmedUp(), recent, silence);
    }

    /**
     * What each role is sized for: so many tokens as the quantile says, in requests of the lengths in which these tokens
     * come. Empty as long as no request of known length was seen.
     */
    PerRole<Demand.Load> loads(int windows, Quantile quantile) {
        Demand.Load prefill = weighted(s -> s.requests() * s.isl());
        Demand.Load decode = weighted(s -> s.requests() * s.osl());
        return prefill.isl() > 0 && decode.osl() > 0
                ? PerRole.of(
                        Role.PREFILL,
                        prefill.with(input.peak(windows, quantile) / prefill.isl()),
                        Role.DECODE,
                        decode.with(output.peak(windows, quantile) / decode.osl()))
                : PerRole.empty();
    }

    /** Mean lengths of the recent windows, each weighted by the tokens that it brought. */
    private Demand.Load weighted(ToDoubleFunction<TrafficSample> tokens) {
        double isl = 0;
        double osl = 0;
        double all = 0;
        for (TrafficSample sample : recent) {
            double weight = tokens.applyAsDouble(sample);
            isl += weight * sample.isl();
            osl += weight * sample.osl();
            all += weight;
        }
        return all > 0 ? new Demand.Load(0, isl / all, osl / all) : new Demand.Load(0, 0, 0);
    }

    /** How the promise was kept; empty while too few windows can tell. */
    Optional<Demand.Coverage> coverage(Quantile quantile) {
        int least = Math.min(requests.outcomes().size(), Math.min(input.known(), output.known()));
        return least < TELLING
                ? Optional.empty()
                : Optional.of(new Demand.Coverage(
                        quantile.level(),
                        requests.outcomes().achieved(),
                        input.margins().outcomes().achieved(),
                        output.margins().outcomes().achieved(),
                        least));
    }
}
