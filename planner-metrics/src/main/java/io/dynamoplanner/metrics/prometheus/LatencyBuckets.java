package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.InsideShare;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The buckets of one latency of a graph: what share of what was measured in a window lies inside the target.
 *
 * <p>Bounds are compared as numbers, because exporters and servers spell them differently ({@code 1}, {@code 1.0},
 * {@code 1e+00}). Histograms with other bounds add up only at the bounds that all of them have; the others are not used.
 */
final class LatencyBuckets {
    private static final double MILLIS = 1000;
    /** A wider step says little about a target inside of it. */
    private static final double WIDEST_STEP = 1.5;
    /** Gains of counters that were reset are extrapolated, each on its own, and may be so much apart. */
    private static final double TOLERANCE = 0.01;
    /** So much of what was measured may lie in a wide bucket around the target until the share is a guess. */
    private static final double GUESSED = 0.02;
    /** A target and a bound that are so close are the same number. */
    private static final double SAME = 1e-9;

    private final GraphAnswers answers;
    private final TrafficMetrics source;
    private final Latency latency;
    private final Rows rows;
    private final Map<Double, Rows> byBound = new HashMap<>();
    private final OptionalDouble target;

    LatencyBuckets(GraphAnswers answers, TrafficMetrics source, SeriesKey key, Latency latency) {
        this.answers = answers;
        this.source = source;
        this.latency = latency;
        this.rows = answers.rows(latency.buckets(), key, latency.histogram() + "_bucket");
        this.target = answers.hasAsked(latency.buckets(), key)
                ? answers.scope()
                        .targets()
                        .map(targets -> OptionalDouble.of(latency.targetMs(targets) / MILLIS))
                        .orElse(OptionalDouble.empty())
                : OptionalDouble.empty();
        for (String le : rows.values("le")) {
            OptionalDouble bound = bound(le);
            if (bound.isPresent()) {
                byBound.put(
                        bound.getAsDouble(),
                        rows.where(s -> bound(s.label("le")).equals(bound)));
            }
        }
    }

    /**
     * The two bounds around a target, all in seconds.
     *
     * @param lower largest one at or below the target
     * @param upper smallest one above it; infinite if there is none
     */
    private record Bracket(double target, double lower, double upper) {
        /** Whether nothing tells how much of what lies above the highest bound is inside. */
        boolean isOpen() {
            return Double.isInfinite(upper) && !isOnBound();
        }

        boolean isCoarse() {
            return upper > WIDEST_STEP * lower && !isOnBound();
        }

        private boolean isOnBound() {
            return target - lower <= SAME * target || upper - target <= SAME * target;
        }
    }

    /** The share; that of nothing is unknown, as it is neither all nor none. */
    Reading inside(Instant end) {
        if (target.isEmpty()) {
            return unknown(Cause.NOT_OBSERVED, "its buckets were not asked for in this window", end);
        }
        Reading all = gain(Double.POSITIVE_INFINITY, end);
        Optional<Bracket> found = bracket(end);
        if (all instanceof Reading.Unknown || found.isEmpty()) {
            return all instanceof Reading.Unknown
                    ? all
                    : unknown(Cause.EMPTY, "no series of its buckets at the end of the window", end);
        }
        if (all instanceof Reading.Zero) {
            return unknown(Cause.EMPTY, "nothing was measured in the window, or not yet", end);
        }
        Bracket bracket = found.get();
        if (bracket.isOpen()) {
            Finding above = above(bracket);
            return unknown(Cause.NOT_OBSERVED, above.what() + "; " + above.remedy(), end);
        }
        Reading below =
                bracket.lower() == 0 && !byBound.containsKey(0.0) ? Reading.of(0, end) : gain(bracket.lower(), end);
        Reading within = gain(bracket.upper(), end);
        if (below instanceof Reading.Unknown) {
            return below;
        }
        return within instanceof Reading.Unknown
                ? within
                : share(
                        bracket,
                        below.value().orElseThrow(),
                        within.value().orElseThrow(),
                        all.value().orElseThrow(),
                        end);
    }

    private Reading share(Bracket bracket, double below, double within, double all, Instant end) {
        double tolerated = TOLERANCE * all;
        if (bracket.isCoarse() && within - below > GUESSED * all) {
            Finding coarse = coarse(bracket);
            return unknown(Cause.NOT_OBSERVED, coarse.what() + "; " + coarse.remedy(), end);
        }
        return below < 0 || below > within + tolerated || within > all + tolerated
                ? unknown(
                        Cause.NOT_A_NUMBER,
                        "its buckets do not add up (" + below + ", then " + within + " of " + all + ")",
                        end)
                : Reading.of(
                        InsideShare.of(bracket.target(), bracket.lower(), below, bracket.upper(), within, all), end);
    }

    /** What the target has to say about the bounds, one finding or none; empty if the bounds are not known. */
    private Optional<List<Finding>> findings(Instant end) {
        return bracket(end).map(bracket -> {
            if (bracket.isOpen()) {
                return List.of(above(bracket));
            }
            return bracket.isCoarse() ? List.of(coarse(bracket)) : List.of();
        });
    }

    /** The findings of several; empty unless the bounds of all are known. */
    static Optional<List<Finding>> findings(List<LatencyBuckets> latencies, Instant end) {
        var all = new ArrayList<Finding>();
        for (LatencyBuckets latency : latencies) {
            Optional<List<Finding>> found = latency.findings(end);
            if (found.isEmpty()) {
                return found;
            }
            all.addAll(found.get());
        }
        return Optional.of(all);
    }

    private Finding coarse(Bracket bracket) {
        return BucketFindings.coarse(
                answers.scope(),
                source,
                latency,
                MILLIS * bracket.target(),
                MILLIS * bracket.lower(),
                MILLIS * bracket.upper());
    }

    private Finding above(Bracket bracket) {
        return BucketFindings.above(
                answers.scope(), source, latency, MILLIS * bracket.target(), MILLIS * bracket.lower());
    }

    /** The two bounds around the target, of those that every histogram has at that time. */
    private Optional<Bracket> bracket(Instant end) {
        Reading histograms = at(Double.POSITIVE_INFINITY).sum("count", end);
        if (target.isEmpty() || histograms instanceof Reading.Unknown) {
            return Optional.empty();
        }
        double lower = 0;
        double upper = Double.POSITIVE_INFINITY;
        for (double bound : byBound.keySet()) {
            if (at(bound).sum("count", end).value().equals(histograms.value())) {
                if (bound <= target.getAsDouble()) {
                    lower = Math.max(lower, bound);
                } else {
                    upper = Math.min(upper, bound);
                }
            }
        }
        return Optional.of(new Bracket(target.getAsDouble(), lower, upper));
    }

    private Reading gain(double bound, Instant end) {
        return at(bound).sum("sum", end);
    }

    private Rows at(double bound) {
        return byBound.getOrDefault(bound, rows.where(s -> false));
    }

    private Reading unknown(Cause why, String what, Instant end) {
        return Reading.unknown(why, latency.histogram() + ": " + what, end);
    }

    private static OptionalDouble bound(String le) {
        if (le.equals("+Inf") || le.equals("Inf")) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        try {
            return OptionalDouble.of(Double.parseDouble(le));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
