package io.dynamoplanner.sim.metrics;

/**
 * The cumulative counters that the frontend of a graph exports: they only ever grow, and each grows when the number
 * becomes known, at the start of a request, at its first token, or at its end. Times in s. All gaps between the tokens of a
 * request are counted as long as their mean.
 */
public final class FrontendCounters {
    static final int STARTED = 0;
    static final int ISL_SUM = 1;
    static final int FIRST_TOKENS = 2;
    static final int TTFT_SUM = 3;
    static final int COMPLETED = 4;
    static final int OSL_SUM = 5;
    static final int DURATION_SUM = 6;
    static final int INTERVALS = 7;
    static final int INTERVAL_SUM = 8;
    static final int TTFT_BELOW = 9;
    static final int TTFT_WITHIN = 10;
    static final int INTERVALS_BELOW = 11;
    static final int INTERVALS_WITHIN = 12;
    static final int COUNT = 13;

    private final double[] values = new double[COUNT];
    private final TargetBucket ttft;
    private final TargetBucket itl;

    /** Counters of a frontend whose histograms are asked for the share inside these targets, ms. */
    public FrontendCounters(double ttftTargetMs, double itlTargetMs) {
        this.ttft = TargetBucket.ttft(ttftTargetMs);
        this.itl = TargetBucket.itl(itlTargetMs);
    }

    TargetBucket ttft() {
        return ttft;
    }

    TargetBucket itl() {
        return itl;
    }

    /** A request came in, with {@code isl} prompt tokens. */
    public void started(int isl) {
        values[STARTED]++;
        values[ISL_SUM] += isl;
    }

    /** The first token of a request came {@code ttftS} seconds after the request. */
    public void firstToken(double ttftS) {
        values[FIRST_TOKENS]++;
        values[TTFT_SUM] += ttftS;
        values[TTFT_BELOW] += ttftS <= ttft.lowerS() ? 1 : 0;
        values[TTFT_WITHIN] += ttftS <= ttft.upperS() ? 1 : 0;
    }

    /**
     * A request is complete.
     *
     * @param osl tokens it got
     * @param decodingS seconds from its first to its last token
     * @param durationS seconds from its arrival to its last token
     */
    public void completed(int osl, double decodingS, double durationS) {
        values[COMPLETED]++;
        values[OSL_SUM] += osl;
        values[DURATION_SUM] += durationS;
        if (osl > 1) {
            int gaps = osl - 1;
            double gapS = decodingS / gaps;
            values[INTERVALS] += gaps;
            values[INTERVAL_SUM] += decodingS;
            values[INTERVALS_BELOW] += gapS <= itl.lowerS() ? gaps : 0;
            values[INTERVALS_WITHIN] += gapS <= itl.upperS() ? gaps : 0;
        }
    }

    /** Writes the counters as they stand into {@code target}, from {@code offset} on. */
    void copyTo(double[] target, int offset) {
        System.arraycopy(values, 0, target, offset, COUNT);
    }
}
