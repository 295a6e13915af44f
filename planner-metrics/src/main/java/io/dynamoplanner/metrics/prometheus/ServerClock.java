package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What time the server has.
 *
 * @param server its clock when it answered
 * @param asked our clock before
 * @param answered our clock after
 */
record ServerClock(Instant server, Instant asked, Instant answered) {

    /** The clock, if the server told it. */
    static Optional<ServerClock> of(QueryResult result, Instant asked, Instant answered) {
        return result instanceof QueryResult.Found found
                        && !found.series().isEmpty()
                        && !found.series().get(0).samples().isEmpty()
                ? Optional.of(new ServerClock(
                        Instant.ofEpochMilli(Math.round(
                                found.series().get(0).samples().get(0).value() * 1000)),
                        asked,
                        answered))
                : Optional.empty();
    }

    /** How far the server is ahead of us at least, negative if it is behind; zero if the answer's way explains it. */
    Duration ahead() {
        if (server.isAfter(answered)) {
            return Duration.between(answered, server);
        }
        return server.isBefore(asked) ? Duration.between(asked, server) : Duration.ZERO;
    }

    Optional<Finding> finding(String subject, Duration tolerance) {
        Duration ahead = ahead();
        if (ahead.abs().compareTo(tolerance) <= 0) {
            return Optional.empty();
        }
        String what = "its clock is " + ahead.abs().toSeconds() + " s "
                + (ahead.isNegative() ? "behind ours: windows end in its future and are unknown" : "ahead of ours");
        return Optional.of(Finding.warning(
                "prometheus-clock-skew", subject, what, "synchronise the clocks of both machines (NTP)"));
    }
}
