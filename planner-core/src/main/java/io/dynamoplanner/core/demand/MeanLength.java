package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Instant;
import java.util.Optional;

/** A mean length of the requests of a window: as it was read, as something stands in for it, or not at all. */
sealed interface MeanLength {
    double tokens();

    /** What was unknown and what stands in for it; empty if it was read. */
    String why();

    record Read(double tokens) implements MeanLength {
        @Override
        public String why() {
            return "";
        }
    }

    record Substitute(double tokens, String why) implements MeanLength {}

    record Missing(String why) implements MeanLength {
        @Override
        public double tokens() {
            return 0;
        }
    }

    /**
     * @param last the length last seen
     * @param lastAt when it was seen
     */
    static MeanLength of(
            TrafficWindow window, Signal signal, UnknownPolicy policy, double last, Optional<Instant> lastAt) {
        Reading reading = window.get(signal);
        if (!(reading instanceof Reading.Unknown unknown)) {
            return new Read(reading.value().orElseThrow());
        }
        String why = signal.key() + " unknown (" + unknown.detail() + ")";
        if (policy instanceof UnknownPolicy.Fallback fallback) {
            return new Substitute(fallback.value(), why + ", the fallback is used; ");
        }
        if (policy instanceof UnknownPolicy.LastGood good && good.holds(lastAt, window.end())) {
            return new Substitute(last, why + ", the last value is used; ");
        }
        return new Missing(why + ": replicas are held");
    }
}
