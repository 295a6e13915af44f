package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.correction.DecodeConcurrency;
import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.Optional;
import java.util.OptionalDouble;

/** Observed against expected ITL of one window, at the concurrency that Little's law gives. */
final class DecodeCheck {
    private DecodeCheck() {}

    /**
     * Empty when a reading is missing or no replica was ready. A source without request durations (the router) still
     * has both latencies: then the duration is {@code TTFT + ITL·(OSL − 1)}.
     */
    static Optional<RoleSizer.Check> of(DecodePerformance engine, TrafficWindow window, int ready, Stay stay) {
        return of(
                (concurrency, isl, osl) -> OptionalDouble.of(engine.itlMs(concurrency, isl + osl / 2)),
                window,
                ready,
                stay);
    }

    /** The same for an engine that is known as a function of its load. */
    static Optional<RoleSizer.Check> of(Expected engine, TrafficWindow window, int ready, Stay stay) {
        return Observed.of(window, Signal.REQUESTS, Signal.ITL, Signal.ISL, Signal.OSL)
                .flatMap(o -> stayS(window, o.get(1), o.get(3), stay).flatMap(duration -> {
                    OptionalDouble concurrency =
                            DecodeConcurrency.perWorker(o.get(0), ready, duration, window.seconds());
                    if (concurrency.isEmpty()) {
                        return Optional.empty();
                    }
                    OptionalDouble expected = engine.itlMs(concurrency.getAsDouble(), o.get(2), o.get(3));
                    return expected.isPresent()
                            ? Optional.of(new RoleSizer.Check(o.get(1), expected.getAsDouble(), o.get(0)))
                            : Optional.empty();
                }));
    }

    /** ITL in ms that a model expects at a load; empty if it has none. */
    @FunctionalInterface
    interface Expected {
        OptionalDouble itlMs(double concurrency, double isl, double osl);
    }

    /** Which part of a request's time counts as time on a decode engine. */
    enum Stay {
        /** All of it, waiting for prefill included: the reference's rule. */
        WHOLE_REQUEST,
        /** What follows the first token. */
        AFTER_FIRST_TOKEN
    }

    private static Optional<Double> stayS(TrafficWindow window, double itlMs, double osl, Stay stay) {
        return stay == Stay.AFTER_FIRST_TOKEN
                ? Optional.of(itlMs * Math.max(0, osl - 1) / 1000)
                : durationS(window, itlMs, osl);
    }

    private static Optional<Double> durationS(TrafficWindow window, double itlMs, double osl) {
        Reading duration = window.get(Signal.REQUEST_DURATION);
        if (duration.isKnown()) {
            return Optional.of(duration.value().orElseThrow());
        }
        return Observed.of(window, Signal.TTFT).map(o -> (o.get(0) + itlMs * Math.max(0, osl - 1)) / 1000);
    }
}
