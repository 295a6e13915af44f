package io.dynamoplanner.k8s.event;

import io.dynamoplanner.k8s.event.Series.Kind;
import io.dynamoplanner.k8s.event.Series.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts occurrences together and says which Events are due. Not for several threads. */
final class EventBook {
    private final EventLimits limits;
    private final Map<Kind, Series> open = new LinkedHashMap<>();
    private final Map<Subject, Allowance> allowances = new HashMap<>();

    EventBook(EventLimits limits) {
        this.limits = limits;
    }

    void note(Occurrence occurrence) {
        Series series = open.get(occurrence.kind());
        if (series == null || isOver(series, occurrence.at())) {
            open.put(occurrence.kind(), new Series(occurrence));
        } else {
            series.add(occurrence);
        }
    }

    /**
     * What is to be sent now. Whoever sends tells the series how it went.
     *
     * @param all whether updates need not wait for their gap
     */
    List<Series> due(Instant now, boolean all) {
        open.values().removeIf(series -> isOver(series, now) || isHopeless(series, now));
        allowances.values().removeIf(allowance -> allowance.isFull(now));
        var due = new ArrayList<Series>();
        for (Series series : open.values()) {
            boolean rested = series.triedAt().equals(Instant.MIN)
                    || !now.isBefore(series.triedAt().plus(limits.gap()));
            if (series.isUnsent() && (all || rested) && allowance(series).take(now)) {
                series.tried(now);
                due.add(series);
            }
        }
        return due;
    }

    /** Whether the next occurrence starts an Event of its own. What is not sent yet keeps a series open. */
    private boolean isOver(Series series, Instant now) {
        return !series.isUnsent() && !now.isBefore(series.first.at().plus(limits.window()));
    }

    /** Whether nothing new came for a window and what came could not be sent. */
    private boolean isHopeless(Series series, Instant now) {
        return now.isAfter(series.latestAt().plus(limits.window()));
    }

    private Allowance allowance(Series series) {
        return allowances.computeIfAbsent(series.first.kind().about(), about -> new Allowance(limits));
    }

    /** A token bucket: a burst at once, then one request per refill. */
    private static final class Allowance {
        private final int burst;
        private final Duration refill;
        /** When the bucket would be full again; each request moves it by one refill. */
        private Instant fullAt = Instant.MIN;

        Allowance(EventLimits limits) {
            this.burst = limits.burst();
            this.refill = limits.refill();
        }

        boolean isFull(Instant now) {
            return !now.isBefore(fullAt);
        }

        boolean take(Instant now) {
            Instant base = isFull(now) ? now : fullAt;
            Instant next = base.plus(refill);
            if (next.isAfter(now.plus(refill.multipliedBy(burst)))) {
                return false;
            }
            fullAt = next;
            return true;
        }
    }
}
