package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.reading.Reading;
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
     * @param horizon how far ahead to look: the time a new engine needs before it serves; zero looks at the next window
     * @param z standard normal quantile of the load to size for: 0 for the point forecast, 1.2816 for 90 %
     * @param idle what a window without requests means
     * @param unknown what stands in for an unknown reading; a signal that is not in the map holds
     */
    public record Settings(Duration horizon, double z, IdleRule idle, Map<Signal, UnknownPolicy> unknown) {
        public Settings {
            Objects.requireNonNull(idle, "idle");
            unknown = Map.copyOf(unknown);
            if (horizon.isNegative() || !Double.isFinite(z)) {
                throw new IllegalArgumentException("horizon must not be negative and z finite: " + horizon + ", " + z);
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
                0,
                Optional.empty(),
                DemandState.Lengths.NONE,
                none("no traffic window has completed yet"));
    }

    /** A forecaster that has learned from a trace; it goes live without taking an idle start for the load. */
    public DemandState warmUp(List<TrafficSample> samples) {
        DemandState state = fresh();
        for (TrafficSample sample : samples) {
            state = sample.requests() > 0
                    ? feed(state, sample.requests(), sample.isl(), sample.osl())
                            .lengths(new DemandState.Lengths(sample.isl(), sample.osl(), Optional.empty()))
                    : feed(state, 0, state.lengths().isl(), state.lengths().osl());
        }
        DemandState.Predictors learned = state.predictors();
        return state.predictors(new DemandState.Predictors(
                learned.requests().warmedUp(),
                learned.isl().warmedUp(),
                learned.osl().warmedUp()));
    }

    /** Takes in the windows that are new and states the demand as of {@code now}. */
    public DemandState advance(DemandState state, List<TrafficWindow> windows, Instant now) {
        DemandState next = state;
        for (TrafficWindow window : unseen(state, windows, now)) {
            next = take(next.nextWindow(grid.indexOf(window.start()) + 1), window);
        }
        return next.nextWindow() < grid.completeBy(now) ? unknown(next, "no reading for the newest window", now) : next;
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

    private DemandState take(DemandState state, TrafficWindow window) {
        Reading count = window.get(Signal.REQUESTS);
        if (count instanceof Reading.Unknown u) {
            return unknown(state, "requests unknown (" + u.detail() + ")", window.end());
        }
        DemandState counted = state.countKnown(window.end());
        double requests = count.value().orElseThrow();
        DemandState next = requests == 0 ? idle(counted) : active(counted, window, requests);
        return next.current(next.current().sparing(state.current().reuse().after(window)));
    }

    private DemandState idle(DemandState state) {
        if (settings.idle() == IdleRule.SKIP_PLANNING) {
            return feed(state, 0, 0, 0).current(none("the window had no request: nothing is planned"));
        }
        DemandState fed = feed(state, 0, state.lengths().isl(), state.lengths().osl());
        return fed.current(forecast(fed, Demand.Trust.LIVE, "forecast; the newest window had no request"));
    }

    private DemandState active(DemandState state, TrafficWindow window, double requests) {
        DemandState.Lengths last = state.lengths();
        Length isl = length(window, Signal.ISL, last.isl(), last.at());
        Length osl = length(window, Signal.OSL, last.osl(), last.at());
        if (isl instanceof Length.Missing missing) {
            return countOnly(state, requests, missing);
        }
        if (osl instanceof Length.Missing missing) {
            return countOnly(state, requests, missing);
        }
        double meanIsl = isl.tokens();
        double meanOsl = osl.tokens();
        DemandState fed = feed(state, requests, meanIsl, meanOsl);
        if (isl instanceof Length.Read && osl instanceof Length.Read) {
            DemandState seen = fed.lengths(new DemandState.Lengths(meanIsl, meanOsl, Optional.of(window.end())));
            return seen.current(forecast(seen, Demand.Trust.LIVE, "forecast from the newest window"));
        }
        return fed.current(forecast(fed, Demand.Trust.HELD, isl.why() + osl.why()));
    }

    /** The count is good and is learned; without lengths it cannot be turned into tokens. */
    private DemandState countOnly(DemandState state, double requests, Length.Missing missing) {
        DemandState.Predictors p = state.predictors();
        return state.predictors(new DemandState.Predictors(p.requests().observe(requests), p.isl(), p.osl()))
                .current(none(missing.why()));
    }

    /** A length as it was read, as something stands in for it, or not at all. */
    private sealed interface Length {
        double tokens();

        String why();

        record Read(double tokens) implements Length {
            @Override
            public String why() {
                return "";
            }
        }

        record Substitute(double tokens, String why) implements Length {}

        record Missing(String why) implements Length {
            @Override
            public double tokens() {
                return 0;
            }
        }
    }

    private Length length(TrafficWindow window, Signal signal, double last, Optional<Instant> lastAt) {
        Reading reading = window.get(signal);
        if (!(reading instanceof Reading.Unknown unknown)) {
            return new Length.Read(reading.value().orElseThrow());
        }
        String why = signal.key() + " unknown (" + unknown.detail() + ")";
        UnknownPolicy policy = settings.unknown().getOrDefault(signal, HOLD);
        if (policy instanceof UnknownPolicy.Fallback fallback) {
            return new Length.Substitute(fallback.value(), why + ", the fallback is used; ");
        }
        if (policy instanceof UnknownPolicy.LastGood good && within(good, lastAt, window.end())) {
            return new Length.Substitute(last, why + ", the last value is used; ");
        }
        return new Length.Missing(why + ": replicas are held");
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
                && within(good, state.countKnown(), at)) {
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

    private static boolean within(UnknownPolicy.LastGood policy, Optional<Instant> known, Instant at) {
        return known.isPresent() && Duration.between(known.get(), at).compareTo(policy.maxAge()) <= 0;
    }

    private static DemandState feed(DemandState state, double requests, double isl, double osl) {
        return state.predictors(state.predictors().observe(requests, isl, osl));
    }

    /**
     * The demand that the predictors expect. What is sized for is the peak on the way to the horizon: an engine asked
     * for now serves only the windows after its start-up, the engines that are there serve all of them. A trend may cross
     * zero; a load does not.
     */
    private Demand forecast(DemandState state, Demand.Trust trust, String why) {
        DemandState.Predictors p = state.predictors();
        Prediction next = p.requests().predict(1);
        double sizedFor = Math.max(0, next.upper(settings.z()));
        int steps = 1
                + (int) Math.ceil(
                        settings.horizon().toNanos() / (double) grid.length().toNanos());
        for (int k = 2; k <= steps; k++) {
            sizedFor = Math.max(sizedFor, p.requests().predict(k).upper(settings.z()));
        }
        return new Demand(
                trust,
                sizedFor,
                Math.max(0, next.point()),
                Math.max(0, p.isl().predict(1).point()),
                Math.max(0, p.osl().predict(1).point()),
                seconds(),
                state.current().reuse(),
                next.basis(),
                why);
    }

    private Demand none(String why) {
        return Demand.none(seconds(), why);
    }

    private double seconds() {
        return grid.length().toNanos() / 1e9;
    }
}
