package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.reading.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;

/** What one query said about one graph. */
final class Rows {
    private final Optional<QueryResult.Failed> failed;
    private final List<Series> series;
    private final String subject;

    private Rows(Optional<QueryResult.Failed> failed, List<Series> series, String subject) {
        this.failed = failed;
        this.series = series;
        this.subject = subject;
    }

    /**
     * The rows of an answer about many graphs that are meant.
     *
     * @param subject what was asked for, for the details of unknown readings
     */
    static Rows of(QueryResult result, Predicate<Series> meant, String subject) {
        return result instanceof QueryResult.Found found
                ? new Rows(
                        Optional.empty(), found.series().stream().filter(meant).toList(), subject)
                : new Rows(Optional.of((QueryResult.Failed) result), List.of(), subject);
    }

    Rows where(Predicate<Series> further) {
        return new Rows(failed, series.stream().filter(further).toList(), subject);
    }

    /** The sum of a part over all rows that have it. */
    Reading sum(String part, Instant at) {
        return fold(part, at, Double::sum);
    }

    /** The least value of a part. */
    Reading least(String part, Instant at) {
        return fold(part, at, Math::min);
    }

    /** Values of a label, without the empty one. */
    Set<String> values(String label) {
        var values = new TreeSet<String>();
        series.stream().map(s -> s.label(label)).filter(v -> !v.isEmpty()).forEach(values::add);
        return values;
    }

    private Reading fold(String part, Instant at, DoubleBinaryOperator operator) {
        if (failed.isPresent()) {
            return Reading.unknown(
                    Reading.Cause.FAILED, subject + ": " + failed.get().detail(), at);
        }
        OptionalDouble folded = series.stream()
                .filter(s -> part.equals(s.label(Promql.PART)))
                .map(s -> s.valueAt(at))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .reduce(operator);
        return folded.isPresent()
                ? Reading.of(folded.getAsDouble(), at)
                : Reading.unknown(Reading.Cause.EMPTY, subject + ": no such series", at);
    }
}
