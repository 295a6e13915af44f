package io.dynamoplanner.sim.metrics;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;

/**
 * What a policy can know of the traffic: scraped samples of the frontend's counters, and their increase over windows.
 *
 * <p>A window's increase is the newest sample that could be queried at the window's end minus the newest one that could
 * be queried at its start. So each scraped request is counted in exactly one window, and a window is late by the scrape
 * delay, as it is with a real source. Lost scrapes inside a window do no harm, since counters are cumulative; a sample
 * at either end that is too old makes the whole window unknown, and so does a query during an outage.
 */
public final class MetricsRecorder {
    private static final List<Signal> ALL = List.of(
            Signal.REQUESTS,
            Signal.ISL,
            Signal.OSL,
            Signal.TTFT,
            Signal.ITL,
            Signal.TTFT_INSIDE,
            Signal.ITL_INSIDE,
            Signal.REQUEST_DURATION);

    private final FrontendCounters counters;
    private final ScrapeSchedule schedule;
    private final MetricFaults faults;
    private final WindowGrid grid;
    private final long seed;
    private double[] sampledAtS = new double[256];
    private double[] samples = new double[256 * FrontendCounters.COUNT];
    private int size;
    private long nextScrape;
    private long nextWindow;

    /** @param seed decides which scrapes are lost at random */
    public MetricsRecorder(
            FrontendCounters counters, ScrapeSchedule schedule, MetricFaults faults, WindowGrid grid, long seed) {
        this.counters = counters;
        this.schedule = schedule;
        this.faults = faults;
        this.grid = grid;
        this.seed = seed;
    }

    /** When the next scrape is due, s since the start of the run. */
    public double nextScrapeAt() {
        return schedule.at(nextScrape);
    }

    /**
     * Takes the scrape that is due.
     *
     * @return whether it worked
     */
    public boolean scrape() {
        long index = nextScrape++;
        double at = schedule.at(index);
        if (faults.covers(at) || faults.loses(index, seed)) {
            return false;
        }
        if (size == sampledAtS.length) {
            sampledAtS = Arrays.copyOf(sampledAtS, 2 * size);
            samples = Arrays.copyOf(samples, 2 * size * FrontendCounters.COUNT);
        }
        sampledAtS[size] = at;
        counters.copyTo(samples, size * FrontendCounters.COUNT);
        size++;
        return true;
    }

    /** The windows that completed since the last call, oldest first, as a query at {@code now} reads them. */
    public List<TrafficWindow> windowsUntil(Instant now) {
        long complete = grid.completeBy(now);
        var windows = new ArrayList<TrafficWindow>();
        boolean failed = faults.covers(seconds(now));
        for (; nextWindow < complete; nextWindow++) {
            Instant start = grid.startOf(nextWindow);
            windows.add(TrafficWindow.of(
                    start,
                    grid.length(),
                    failed
                            ? unknown(start, Reading.Cause.FAILED, "the metrics source did not answer at " + now)
                            : read(start)));
        }
        return windows;
    }

    private EnumMap<Signal, Reading> read(Instant start) {
        Instant end = start.plus(grid.length());
        int first = newestAt(seconds(start));
        int last = newestAt(seconds(end));
        for (Instant bound : List.of(start, end)) {
            double age = seconds(bound) - sampledAt(bound.equals(start) ? first : last);
            if (age > schedule.staleAfterS()) {
                return unknown(start, Reading.Cause.STALE, "the newest sample at " + bound + " was " + age + " s old");
            }
        }
        double started = increase(FrontendCounters.STARTED, first, last);
        double firstTokens = increase(FrontendCounters.FIRST_TOKENS, first, last);
        double completed = increase(FrontendCounters.COMPLETED, first, last);
        double intervals = increase(FrontendCounters.INTERVALS, first, last);
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        readings.put(Signal.REQUESTS, Reading.of(started, end));
        // Without events the means are 0/0, which a query language answers with NaN: unknown, not zero.
        readings.put(Signal.ISL, Reading.of(increase(FrontendCounters.ISL_SUM, first, last) / started, end));
        readings.put(Signal.OSL, Reading.of(increase(FrontendCounters.OSL_SUM, first, last) / completed, end));
        readings.put(
                Signal.TTFT, Reading.of(increase(FrontendCounters.TTFT_SUM, first, last) * 1000 / firstTokens, end));
        readings.put(
                Signal.ITL, Reading.of(increase(FrontendCounters.INTERVAL_SUM, first, last) * 1000 / intervals, end));
        double ttftInside = counters.ttft()
                .share(
                        increase(FrontendCounters.TTFT_BELOW, first, last),
                        increase(FrontendCounters.TTFT_WITHIN, first, last),
                        firstTokens);
        double itlInside = counters.itl()
                .share(
                        increase(FrontendCounters.INTERVALS_BELOW, first, last),
                        increase(FrontendCounters.INTERVALS_WITHIN, first, last),
                        intervals);
        readings.put(Signal.TTFT_INSIDE, Reading.of(ttftInside, end));
        readings.put(Signal.ITL_INSIDE, Reading.of(itlInside, end));
        readings.put(
                Signal.REQUEST_DURATION,
                Reading.of(increase(FrontendCounters.DURATION_SUM, first, last) / completed, end));
        return readings;
    }

    private static EnumMap<Signal, Reading> unknown(Instant since, Reading.Cause why, String detail) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        for (Signal signal : ALL) {
            readings.put(signal, Reading.unknown(why, detail, since));
        }
        return readings;
    }

    /** Position of the newest sample that can be queried at {@code atS}; −1 for the zeros that the run starts with. */
    private int newestAt(double atS) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sampledAtS[middle] + schedule.delayS() <= atS) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private double sampledAt(int position) {
        return position < 0 ? 0 : sampledAtS[position];
    }

    private double increase(int counter, int first, int last) {
        return value(counter, last) - value(counter, first);
    }

    private double value(int counter, int position) {
        return position < 0 ? 0 : samples[position * FrontendCounters.COUNT + counter];
    }

    private double seconds(Instant at) {
        return Duration.between(grid.origin(), at).toNanos() / 1e9;
    }
}
