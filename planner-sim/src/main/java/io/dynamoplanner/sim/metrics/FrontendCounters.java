package io.dynamoplanner.sim.metrics;

/**
 * The cumulative counters that the frontend of a graph exports: they only ever grow, and each grows when the number
 * becomes known, at the start of a request, at its first token, or at its end. Times in s.
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
    static final int COUNT = 9;

    private final double[] values = new double[COUNT];

    /** A request came in, with {@code isl} prompt tokens. */
    public void started(int isl) {
        values[STARTED]++;
        values[ISL_SUM] += isl;
    }

    /** The first token of a request came {@code ttftS} seconds after the request. */
    public void firstToken(double ttftS) {
        values[FIRST_TOKENS]++;
        values[TTFT_SUM] += ttftS;
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
            values[INTERVALS] += osl - 1;
            values[INTERVAL_SUM] += decodingS;
        }
    }

    /** Writes the counters as they stand into {@code target}, from {@code offset} on. */
    void copyTo(double[] target, int offset) {
        System.arraycopy(values, 0, target, offset, COUNT);
    }
}
