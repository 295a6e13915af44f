package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.metrics.exporter.TickReport.RoleReport;
import io.dynamoplanner.metrics.exporter.TickReport.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything that is published about one graph: its newest report, and what adds up from report to report. One immutable
 * value, so that a scrape never sees half a tick.
 *
 * @param last the newest report
 * @param overdue whether that report is too old to be shown as the present
 * @param newest the newest window that any report showed; it is the present until the next one is complete
 * @param error error of the forecast for that window, requests per second
 * @param known end of the newest window in which a signal was known
 * @param totals what only grows
 * @param findings what stands out about its surroundings at present
 */
record GraphSeries(
        Optional<TickReport> last,
        boolean overdue,
        Optional<TrafficWindow> newest,
        OptionalDouble error,
        Map<Signal, Instant> known,
        Totals totals,
        List<Finding> findings) {

    static final GraphSeries NOTHING = new GraphSeries(
            Optional.empty(), false, Optional.empty(), OptionalDouble.empty(), Map.of(), Totals.ZERO, List.of());

    GraphSeries {
        known = Map.copyOf(known);
        findings = List.copyOf(findings);
    }

    GraphSeries after(TickReport report) {
        NewWindows seen = NewWindows.of(newest, report.windows());
        return new GraphSeries(
                Optional.of(report),
                false,
                newestOf(report),
                seen.windows().isEmpty() ? error : seen.forecastError(newest, last.map(TickReport::demand)),
                known(report),
                totals.after(report, seen, elapsed(report)),
                findings);
    }

    /** A window that is shown again may have become better known. */
    private Optional<TrafficWindow> newestOf(TickReport report) {
        Optional<TrafficWindow> result = newest;
        for (TrafficWindow window : report.windows()) {
            boolean older =
                    result.isPresent() && window.start().isBefore(result.get().start());
            result = older ? result : Optional.of(window);
        }
        return result;
    }

    /**
     * The time that GPU hours are counted for: since the last report, as long as that one was the present. While nobody
     * planned here, another process may have counted. A clock that was set back gives nothing back.
     */
    private Duration elapsed(TickReport report) {
        if (last.isEmpty()) {
            return Duration.ZERO;
        }
        Timing before = last.get().timing();
        Instant until = report.timing().at().isBefore(before.staleAfter())
                ? report.timing().at()
                : before.staleAfter();
        Duration elapsed = Duration.between(before.at(), until);
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    GraphSeries after(Role role, Outcome outcome) {
        return new GraphSeries(last, overdue, newest, error, known, totals.wrote(role, outcome), findings);
    }

    GraphSeries afterError() {
        return new GraphSeries(last, overdue, newest, error, known, totals.failedToReconcile(), findings);
    }

    GraphSeries finding(List<Finding> present) {
        return new GraphSeries(last, overdue, newest, error, known, totals, present);
    }

    /** The same, as it may be shown at {@code now}. */
    GraphSeries at(Instant now) {
        boolean late =
                last.map(report -> now.isAfter(report.timing().staleAfter())).orElse(false);
        return new GraphSeries(last, late, newest, error, known, totals, findings);
    }

    /** The report of the present; empty before the first tick and when the next one is long overdue. */
    Optional<TickReport> report() {
        return overdue ? Optional.empty() : last;
    }

    /** The newest window, as long as there is a report of the present. */
    Optional<TrafficWindow> window() {
        return overdue ? Optional.empty() : newest;
    }

    /** Error of the newest forecast, as long as there is a report of the present. */
    OptionalDouble forecastError() {
        return overdue ? OptionalDouble.empty() : error;
    }

    /** What the present report says about each role; no role if there is no such report. */
    PerRole<RoleReport> roles() {
        return report().map(TickReport::roles).orElse(PerRole.empty());
    }

    private Map<Signal, Instant> known(TickReport report) {
        var ends = new EnumMap<Signal, Instant>(Signal.class);
        ends.putAll(known);
        for (TrafficWindow window : report.windows()) {
            window.readings().forEach((signal, reading) -> {
                if (reading.isKnown()) {
                    ends.merge(signal, window.end(), (a, b) -> a.isAfter(b) ? a : b);
                }
            });
        }
        return ends;
    }
}
