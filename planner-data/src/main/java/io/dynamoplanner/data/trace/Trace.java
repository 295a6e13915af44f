package io.dynamoplanner.data.trace;

import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.series.TrafficSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The requests of a trace in order of arrival: time in seconds from the start of the trace, input and output length in
 * tokens. Immutable; held in columns, 16 bytes per request.
 *
 * <p>An output length of 0 is kept: real traces have requests that were answered with nothing.
 */
public final class Trace {
    private static final int MAX_WINDOWS = 20_000_000;

    private final double[] arrivals;
    private final int[] isl;
    private final int[] osl;

    private Trace(double[] arrivals, int[] isl, int[] osl) {
        this.arrivals = arrivals;
        this.isl = isl;
        this.osl = osl;
    }

    /**
     * A trace of the given columns, sorted by arrival if they are not; requests of the same time keep their order.
     *
     * @param arrivals seconds from the start, finite and not negative
     * @param isl input lengths, tokens
     * @param osl output lengths, tokens
     * @throws IllegalArgumentException if the columns differ in length or hold an impossible value
     */
    public static Trace of(double[] arrivals, int[] isl, int[] osl) {
        if (arrivals.length != isl.length || arrivals.length != osl.length) {
            throw new IllegalArgumentException("columns differ in length: " + arrivals.length + " arrivals, "
                    + isl.length + " input and " + osl.length + " output lengths");
        }
        for (int i = 0; i < arrivals.length; i++) {
            if (!(arrivals[i] >= 0 && arrivals[i] < Double.POSITIVE_INFINITY) || isl[i] < 0 || osl[i] < 0) {
                throw new IllegalArgumentException("request " + i + " is impossible: arrival " + arrivals[i]
                        + " s, lengths " + isl[i] + " and " + osl[i]);
            }
        }
        return sorted(arrivals.clone(), isl.clone(), osl.clone());
    }

    /** Takes the arrays over, without a copy or a check of their values. */
    static Trace sorted(double[] arrivals, int[] isl, int[] osl) {
        for (int i = 1; i < arrivals.length; i++) {
            if (arrivals[i] < arrivals[i - 1]) {
                return permuted(arrivals, isl, osl, StableOrder.of(arrivals));
            }
        }
        return new Trace(arrivals, isl, osl);
    }

    private static Trace permuted(double[] arrivals, int[] isl, int[] osl, int[] order) {
        int n = order.length;
        double[] t = new double[n];
        int[] in = new int[n];
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            t[i] = arrivals[order[i]];
            in[i] = isl[order[i]];
            out[i] = osl[order[i]];
        }
        return new Trace(t, in, out);
    }

    public int size() {
        return arrivals.length;
    }

    public boolean isEmpty() {
        return arrivals.length == 0;
    }

    /** Arrival of request {@code index} in seconds from the start of the trace. */
    public double arrivalSeconds(int index) {
        return arrivals[index];
    }

    /** Input length of request {@code index} in tokens. */
    public int isl(int index) {
        return isl[index];
    }

    /** Output length of request {@code index} in tokens. */
    public int osl(int index) {
        return osl[index];
    }

    /** Arrival of the last request in seconds from the start of the trace; 0 for an empty trace. */
    public double endSeconds() {
        return isEmpty() ? 0 : arrivals[arrivals.length - 1];
    }

    /** Mean input length in tokens; 0 for an empty trace. */
    public double meanIsl() {
        return mean(isl, 0, isl.length);
    }

    /** Mean output length in tokens; 0 for an empty trace. */
    public double meanOsl() {
        return mean(osl, 0, osl.length);
    }

    /**
     * The same requests over a time {@code factor} times as long: 2 halves the rate, 0.5 doubles it. Every pattern in
     * time is stretched with it; to change the rate alone use {@link #rateScale}.
     */
    public Trace timeScale(double factor) {
        requirePositive("time scale", factor);
        double[] scaled = new double[arrivals.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = arrivals[i] * factor;
            if (Double.isInfinite(scaled[i])) {
                throw new IllegalArgumentException("time scale " + factor + " is too large for this trace");
            }
        }
        return new Trace(scaled, isl, osl);
    }

    /**
     * A trace of the same length in time and the same mix of requests at {@code factor} times the rate.
     *
     * <p>Every request is taken as often as the whole part of the factor says, and once more with the probability of its
     * fraction, by a seeded coin. The first copy keeps its time; each further one comes up to half a second later, drawn
     * uniformly, so that copies do not arrive in pairs and yet stay within any window a planner would look at. None
     * comes after the last request of the original. The same factor and seed give the same trace, and a factor of 1
     * the trace itself.
     */
    public Trace rateScale(double factor, long seed) {
        requirePositive("rate scale", factor);
        return RateScale.apply(this, factor, seed);
    }

    /** The requests with {@code from <= arrival < to}; their times then count from {@code from}. */
    public Trace slice(double fromSeconds, double toSeconds) {
        if (!(fromSeconds >= 0 && toSeconds >= fromSeconds)) {
            throw new IllegalArgumentException(
                    "slice must have 0 <= from <= to, got " + fromSeconds + " and " + toSeconds);
        }
        int low = firstAtOrAfter(fromSeconds);
        int high = firstAtOrAfter(toSeconds);
        double[] t = Arrays.copyOfRange(arrivals, low, high);
        for (int i = 0; i < t.length; i++) {
            t[i] -= fromSeconds;
        }
        return new Trace(t, Arrays.copyOfRange(isl, low, high), Arrays.copyOfRange(osl, low, high));
    }

    /**
     * Requests counted per window of {@code windowSeconds}; request at {@code t} falls into window {@code floor(t /
     * windowSeconds)}. The series goes from the window of the first request to that of the last, and windows without a
     * request between them are in it with zeros. An empty trace gives an empty series.
     *
     * @throws TraceException if this would be more than twenty million windows
     */
    public TrafficSeries windows(double windowSeconds) {
        requirePositive("window length", windowSeconds);
        if (isEmpty()) {
            return new TrafficSeries(0, windowSeconds, List.of());
        }
        double first = windowOf(0, windowSeconds);
        double count = windowOf(size() - 1, windowSeconds) - first + 1;
        if (!(count <= MAX_WINDOWS)) {
            throw new TraceException("a trace from " + arrivals[0] + " s to " + endSeconds() + " s has more than "
                    + MAX_WINDOWS + " windows of " + windowSeconds + " s; choose a longer window");
        }
        var samples = new ArrayList<TrafficSample>(Collections.nCopies((int) count, TrafficSample.IDLE));
        int low = 0;
        while (low < size()) {
            double window = windowOf(low, windowSeconds);
            int high = low + 1;
            while (high < size() && windowOf(high, windowSeconds) == window) {
                high++;
            }
            samples.set(
                    (int) (window - first), new TrafficSample(high - low, mean(isl, low, high), mean(osl, low, high)));
            low = high;
        }
        return new TrafficSeries(first * windowSeconds, windowSeconds, samples);
    }

    private double windowOf(int index, double windowSeconds) {
        return Math.floor(arrivals[index] / windowSeconds);
    }

    private int firstAtOrAfter(double seconds) {
        int low = 0;
        int high = size();
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (arrivals[mid] < seconds) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }

    private static double mean(int[] values, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return to == from ? 0 : (double) sum / (to - from);
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be positive and finite, got " + value);
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Trace other
                && Arrays.equals(arrivals, other.arrivals)
                && Arrays.equals(isl, other.isl)
                && Arrays.equals(osl, other.osl);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(arrivals) + Arrays.hashCode(isl)) + Arrays.hashCode(osl);
    }

    @Override
    public String toString() {
        return "Trace[" + size() + " requests, " + (isEmpty() ? 0 : arrivals[0]) + " to " + endSeconds() + " s]";
    }
}
