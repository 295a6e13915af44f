package io.dynamoplanner.data.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names of decisions: {@code 20261121T101500Z-0042}. */
public final class DecisionId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DecisionId() {}

    /**
     * A name that sorts like the decisions of one graph, across restarts of the planner as well.
     *
     * @param number how many decisions the planner has made since it was started; tells those of one second apart
     */
    public static String of(Instant at, long number) {
        return TIME.format(at) + String.format(Locale.ROOT, "-%04d", number);
    }
}
