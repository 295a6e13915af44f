package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.RecordedTraffic;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Turns traffic windows into the demand to size for.
 *
 * <p>Count, input length and output length are fed as one aligned sample per window of the grid. A window counts once,
 * however often it is shown; a window whose count is unknown is never fed. A window without requests carries the
 * lengths last seen, because an idle minute says nothing about how long the next request will be.
 */
public final class DemandForecaster {
    private static final UnknownPolicy HOLD = new UnknownPolicy.Hold();

    private final WindowGrid grid;
    private final PredictorFamily family;
    private final Settings settings;

    /**
     * How to forecast.
     *
     * @param startup time that a new engine needs before it serves, as long as nobody has seen it; zero looks at the next
     *     window only, whatever was seen
     * @param quantile quantile of the load to size for
     * @param idle what a window without requests means
     * @param unknown what stands in for an unknown reading; a signal that is not in the map holds
     */
    public record Settings(Duration startup, Quantile quantile, IdleRule idle, Map<Signal, UnknownPolicy> unknown) {
        public Settings {
            Objects.requireNonNull(quantile, "quantile");
            Objects.requireNonNull(idle, "idle");
            unknown = Map.copyOf(unknown);
            if (startup.isNegative()) {
                throw new IllegalArgumentException("start-up time must not be negative: " + startup);
            }
        }
    }

    public DemandForecaster(WindowGrid grid, PredictorFamily family, Settings settings) {
        this.grid = grid;
        this.family = family;
        this.settings = settings;
    }

    public WindowGrid grid() {
        return grid;
    }

    public PredictorFamily family() {
        return family;
    }

    /** Before anything was seen. */
    public DemandState fresh() {
        Predictor predictor = family.fresh();
        return new DemandState(
                new DemandState.Predictors(predictor, predictor, predictor),
                settings.quantile().isPoint() ? Optional.empty() : Optional.of(Calibrated.fresh(family)),
                0,
                Optional.empty(),
                DemandState.Lengths.NONE,
                none("no traffic window has completed yet"));
    }

    /** A forecaster that has learned from a trace; it goes live without taking an idle start for the load. */
    public DemandState warmUp(List<TrafficSample> samples) {
        return warmUp(RecordedTraffic.of(samples), settings.startup());
    }

    /**
     * The same for traffic with gaps, and for a demand that looks so far ahead: errors are learned for the distances that
     * will be asked for.
     */
    public DemandState warmUp(RecordedTraffic recorded, Duration horizon) {
        DemandState state = fresh();
        int ahead = ahead(horizon);
        long unknown = 0;
        for (Optional<TrafficSample> window : recorded.windows()) {
            if (window.isEmpty()) {
                unknown++;
                continue;
            }
            TrafficSample sample = window.get();
            state = missed(state, unknown);
            unknown = 0;
            state = sample.requests() > 0
                    ? feed(state, sample, true, ahead)
                            .lengths(new DemandState.Lengths(sample.isl(), sample.osl(), Optional.empty()))
                    : feedIdle(state, ahead);
        }
        state = missed(state, unknown);
        return state.fed(state.predictors().warmedUp(), state.calibrated().map(Calibrated::warmedUp));
    }

    /**
     * How far ahead to look.
     *
     * @param seen start-up times that were seen, role by role; the slowest role counts
     */
    public Duration horizon(PerRole<StartUpTimes> seen) {
        Duration longest = seen.isEmpty() ? settings.startup() : Duration.ZERO;
        for (StartUpTimes times : seen.values()) {
            Duration expected = times.expected().orElse(settings.startup());
            longest = expected.compareTo(longest) > 0 ? expected : longest;
        }
        return settings.startup().isZero() ? Duration.ZERO : longest;
    }

    /**
     * Takes in the windows that are new and states the demand as of {@code now}.
     *
     * @param horizon how far ahead to look: the time until an engine that is asked for now serves
     */
    public DemandState advance(DemandState state, List<TrafficWindow> windows, Instant now, Duration horizon) {
        DemandState next = calibratedIfWanted(state);
        for (TrafficWindow window : unseen(state, windows, now)) {
            next = taken(next.nextWindow(grid.indexOf(window.start()) + 1), window, ahead(horizon));
        }
        return next.nextWindow() < grid.completeBy(now) ? unknown(next, "no reading for the newest window", now) : next;
    }

    /** A state of a time, or of settings, in which the point forecast was sized for has no margins yet; or needs them no more. */
    private DemandState calibratedIfWanted(DemandState state) {
        if (state.calibrated().isPresent() != settings.quantile().isPoint()) {
            return state;
        }
        return state.fed(
                state.predictors(),
                settings.quantile().isPoint() ? Optional.empty() : Optional.of(Calibrated.fresh(family)));
    }

    /** The windows that {@link #advance} takes in: complete, in order, each once. */
    public List<TrafficWindow> unseen(DemandState state, List<TrafficWindow> windows, Instant now) {
        long complete = grid.completeBy(now);
        long next = state.nextWindow();
        var unseen = new ArrayList<TrafficWindow>(windows.size());
        for (TrafficWindow window : windows) {
            long index = grid.indexOf(window.start());
            if (index >= next && index < complete) {
                unseen.add(window);
                next = index + 1;
            }
        }
        return unseen;
    }

    /** A predictor that fails must not stop the planner at this window for good: nothing shrinks, and the next one is tried. */
    private DemandState taken(DemandState state, TrafficWindow window, int ahead) {
        try {
            return take(state, window, ahead);
        } catch (RuntimeException e) {
            DemandState held = unknown(state, "the predictor failed at this window: " + e, window.end());
            return held.current(
                    held.current().by(List.of(new Demand.Forecast("requests", family.name(), "failed: " + e))));
        }
    }

    private DemandState take(DemandState state, TrafficWindow window, int ahead) {
        Reading count = window.get(Signal.REQUESTS);
        if (count instanceof Reading.Unknown u) {
            return unknown(state, "requests unknown (" + u.detail() + ")", window.end());
        }
        double requests = count.value().orElseThrow();
        if (requests < 0) {
            return unknown(state, "requests unknown (" + requests + " cannot be a count)", window.end());
        }
        DemandState counted = missed(state, window).countKnown(window.end());
        DemandState next = requests == 0 ? idle(counted, ahead) : active(counted, window, requests, ahead);
        return next.current(next.current().sparing(state.current().reuse().after(window)));
    }

    /** Windows before this one that were never known are told the predictors, which may keep the time of day. */
    private DemandState missed(DemandState state, TrafficWindow window) {
        long missed = state.countKnown()
                .map(known -> grid.indexOf(window.start()) - grid.indexOf(known))
                .orElse(0L);
        return missed(state, missed);
    }

    private static DemandState missed(DemandState state, long windows) {
        return windows <= 0
                ? state
                : state.fed(
                        state.predictors().missed(windows), state.calibrated().map(c -> c.missed(windows)));
    }

    private DemandState idle(DemandState state, int ahead) {
        if (settings.idle() == IdleRule.SKIP_PLANNING) {
            return feed(state, TrafficSample.IDLE, true, ahead)
                    .current(none("the window had no request: nothing is planned"));
        }
        DemandState fed = feedIdle(state, ahead);
        return fed.current(forecast(fed, Demand.Trust.LIVE, ahead, "forecast; the newest window had no request"));
    }

    private DemandState feedIdle(DemandState state, int ahead) {
        var sample = new TrafficSample(0, state.lengths().isl(), state.lengths().osl());
        return settings.idle() == IdleRule.DEMAND_ZERO
                ? learn(state, state.predictors().observe(0), sample, true, ahead)
                : feed(state, sample, true, ahead);
    }

    private DemandState active(DemandState state, TrafficWindow window, double requests, int ahead) {
        DemandState.Lengths last = state.lengths();
        MeanLength isl = length(window, Signal.ISL, last.isl(), last.at());
        MeanLength osl = length(window, Signal.OSL, last.osl(), last.at());
        if (isl instanceof MeanLength.Missing missing) {
            return countOnly(state, requests, missing, ahead);
        }
        if (osl instanceof MeanLength.Missing missing) {
            return countOnly(state, requests, missing, ahead);
        }
        double meanIsl = isl.tokens();
        double meanOsl = osl.tokens();
        boolean read = isl instanceof MeanLength.Read && osl instanceof MeanLength.Read;
        DemandState fed = feed(state, new TrafficSample(requests, meanIsl, meanOsl), read, ahead);
        if (read) {
            DemandState seen = fed.lengths(new DemandState.Lengths(meanIsl, meanOsl, Optional.of(window.end())));
            return seen.current(forecast(seen, Demand.Trust.LIVE, ahead, "forecast from the newest window"));
        }
        return fed.current(forecast(fed, Demand.Trust.HELD, ahead, isl.why() + osl.why()));
    }

    /** The count is good and is learned; without lengths it cannot be turned into tokens. */
    private DemandState countOnly(DemandState state, double requests, MeanLength.Missing missing, int ahead) {
        DemandState.Predictors fed = state.predictors().observe(requests);
        return state.fed(
                        fed, state.calibrated().map(c -> c.after(fed.requests(), requests, ahead, settings.quantile())))
                .current(none(missing.why()));
    }

    private MeanLength length(TrafficWindow window, Signal signal, double last, Optional<Instant> lastAt) {
        return MeanLength.of(window, signal, settings.unknown().getOrDefault(signal, HOLD), last, lastAt);
    }

    private DemandState unknown(DemandState state, String detail, Instant at) {
        UnknownPolicy policy = settings.unknown().getOrDefault(Signal.REQUESTS, HOLD);
        DemandState.Lengths lengths = state.lengths();
        if (policy instanceof UnknownPolicy.Fallback fallback && lengths.seen()) {
            return state.current(Demand.of(fallback.value(), lengths.isl(), lengths.osl(), seconds())
                    .as(Demand.Trust.HELD, detail + "; the fallback is used")
                    .sparing(state.current().reuse()));
        }
        if (policy instanceof UnknownPolicy.LastGood good
                && state.current().trust() != Demand.Trust.NONE
                && good.holds(state.countKnown(), at)) {
            return state.current(state.current().as(Demand.Trust.HELD, detail + "; the last demand stands"));
        }
        return state.current(
                none(detail + "; replicas are held").sparing(state.current().reuse()));
    }

    /** Replicas that every role should have while no demand can be stated; 0 when no policy is a floor. */
    public int unknownFloor() {
        int most = 0;
        for (UnknownPolicy policy : settings.unknown().values()) {
            most = policy instanceof UnknownPolicy.Floor floor ? Math.max(most, floor.replicas()) : most;
        }
        return most;
    }

    private DemandState feed(DemandState state, TrafficSample sample, boolean read, int ahead) {
        DemandState.Predictors fed = state.predictors().observe(sample.requests(), sample.isl(), sample.osl());
        return learn(state, fed, sample, read, ahead);
    }

    private DemandState learn(
            DemandState state, DemandState.Predictors fed, TrafficSample sample, boolean read, int ahead) {
        return state.fed(
                fed, state.calibrated().map(c -> c.after(fed.requests(), sample, read, ahead, settings.quantile())));
    }

    /** The windows up to the one in which an engine that is asked for now serves. */
    private int ahead(Duration horizon) {
        return 1 + (int) Math.ceil(horizon.toNanos() / (double) grid.length().toNanos());
    }

    /**
     * The demand that the predictors expect. What is sized for is the peak on the way to the horizon: an engine asked
     * for now serves only the windows after its start-up, the engines that are there serve all of them. A trend may cross
     * zero; a load does not.
     */
    private Demand forecast(DemandState state, Demand.Trust trust, int ahead, String why) {
        DemandState.Predictors p = state.predictors();
        Prediction next = p.requests().predict(1);
        Optional<Calibrated> calibrated = state.calibrated();
        return new Demand(
                trust,
                calibrated
                        .map(c -> c.requests().peak(p.requests(), ahead, settings.quantile()))
                        .orElseGet(() -> peak(p.requests(), ahead)),
                Math.max(0, next.point()),
                Math.max(0, p.isl().predict(1).point()),
                Math.max(0, p.osl().predict(1).point()),
                seconds(),
                state.current().reuse(),
                next.basis(),
                calibrated.map(c -> c.loads(ahead, settings.quantile())).orElse(PerRole.empty()),
                calibrated.flatMap(c -> c.coverage(settings.quantile())),
                calibrated
                        .map(c -> List.of(
                                by("requests", p.requests(), next),
                                by("input_tokens", c.input().predictor()),
                                by("output_tokens", c.output().predictor())))
                        .orElseGet(() ->
                                List.of(by("requests", p.requests(), next), by("isl", p.isl()), by("osl", p.osl()))),
                why);
    }

    private Demand.Forecast by(String load, Predictor predictor) {
        return by(load, predictor, predictor.predict(1));
    }

    private Demand.Forecast by(String load, Predictor predictor, Prediction next) {
        String name =
                predictor.choice().map(choice -> family.name() + ": " + choice).orElse(family.name());
        return new Demand.Forecast(load, name, next.fallback());
    }

    private static double peak(Predictor requests, int ahead) {
        double most = 0;
        for (int k = 1; k <= ahead; k++) {
            most = Math.max(most, requests.predict(k).point());
        }
        return most;
    }

    private Demand none(String why) {
        return Demand.none(seconds(), why);
    }

    private double seconds() {
        return grid.length().toNanos() / 1e9;
    }
}
