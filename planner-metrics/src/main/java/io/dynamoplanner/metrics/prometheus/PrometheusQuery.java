package io.dynamoplanner.metrics.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What is asked of a Prometheus server. */
public sealed interface PrometheusQuery {

    /** In PromQL; its result must be a vector of series. */
    String expression();

    /**
     * One value for each series.
     *
     * @param at time of evaluation; empty for the server's now
     */
    record AtTime(String expression, Optional<Instant> at) implements PrometheusQuery {
        public AtTime {
            Objects.requireNonNull(expression, "expression");
            Objects.requireNonNull(at, "at");
        }
    }

    /** A value for each series at {@code first}, {@code first + step} and so on up to {@code last}. */
    record Over(String expression, Instant first, Instant last, Duration step) implements PrometheusQuery {
        public Over {
            Objects.requireNonNull(expression, "expression");
            if (last.isBefore(first) || step.isZero() || step.isNegative()) {
                throw new IllegalArgumentException(
                        "needs a positive step and last not before first: " + first + ", " + last + ", " + step);
            }
        }
    }

    static PrometheusQuery at(String expression, Instant at) {
        return new AtTime(expression, Optional.of(at));
    }

    /** A query evaluated at the server's own now. */
    static PrometheusQuery now(String expression) {
        return new AtTime(expression, Optional.empty());
    }
}
