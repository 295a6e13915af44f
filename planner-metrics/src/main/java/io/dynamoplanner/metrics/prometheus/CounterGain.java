package io.dynamoplanner.metrics.prometheus;

import java.time.Duration;

/**
 * How much counters gained in the window that ends at the time of evaluation, series by series.
 *
 * <p>{@code increase(x[T])} alone does not count a window. It compares the first with the last sample inside, so that
 * what happens between the last sample of one window and the first of the next is in neither; it stretches the rest to
 * the length of the window, which makes up for that on average only. And a series that begins inside the window, as the
 * first request of a model makes it, counts from its first sample: a single request reads as 0.
 *
 * <p>So the gain is what the first of these says that applies:
 *
 * <ol>
 *   <li>The newest sample at the end less the newest sample at the start, times T over the time between the two. Neighbours
 *       share a sample, so that nothing is left out or counted twice; when T is a multiple of the scrape interval, the sum
 *       over windows is exact. The quotient keeps a steady rate exact when it is not, and when samples are late.
 *   <li>A series that was not there at the start, on a target that was scraped then: its value, because it began at 0.
 *   <li>Otherwise (the counter was reset, its target came or went): {@code increase(x[T])}, which knows about resets.
 * </ol>
 *
 * <p>What a new target counted before its first scrape is lost, because nobody can tell it from what an old process had
 * counted before it was scraped at all.
 *
 * <p>The first rule does not look at what lies between its samples, so it is left as soon as there was a reset since the
 * sample that stands for the start; that sample may be as old as Prometheus looks back, 5 minutes.
 */
final class CounterGain {
    private static final Duration LOOKBACK = Duration.ofMinutes(5);

    private final String range;
    private final String offset;
    private final String withLookback;
    private final double seconds;

    CounterGain(Duration window) {
        this.range = "[" + Promql.range(window) + "]";
        this.offset = " offset " + Promql.range(window);
        this.withLookback = "[" + Promql.range(window.plus(LOOKBACK)) + "]";
        this.seconds = window.toMillis() / 1e3;
    }

    /** Gain of each series of a selector; the name of the metric may or may not remain. */
    String of(String counter) {
        String before = counter + offset;
        String between = "(" + counter + " - " + before + ") * " + seconds + " / (timestamp(" + counter
                + ") - timestamp(" + before + "))";
        return "((" + between + " unless resets(" + counter + withLookback + ") > 0)"
                + " or ((" + counter + " unless " + before + ") and on (job, instance) (up" + offset + " == 1))"
                + " or increase(" + counter + range + "))";
    }
}
