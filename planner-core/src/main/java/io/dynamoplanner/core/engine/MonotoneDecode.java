package io.dynamoplanner.core.engine;

/**
 * Decode with an ITL that is continuous, positive and never falls when the load rises.
 *
 * <p>The points are grouped into rows of equal context length; in a row, ITL is made non-decreasing over concurrency by
 * isotonic regression and joined by a monotone cubic. Between two rows ITL is linear in context length <em>at equal
 * concurrency</em>: one decode step reads the weights, computes each of n sequences and reads n L tokens of KV cache, so
 * its time is near a + b n + c n L, which this rule reproduces exactly. (At equal KV usage, the other candidate, rows
 * that were held out are predicted worse in the median.) Shorter contexts than the shortest row are read from it at
 * equal concurrency, longer ones than the longest at equal KV usage; both err on the slow side.
 *
 * <p>A context length that was measured at one load borrows the shape of the nearest one that was swept; if none was
 * swept, all points form one row over KV usage. Two points at different loads are enough.
 *
 * <p>Throughput is not fitted: {@code n} requests that each get a token every {@code itl} make {@code n / itl}. An
 * engine is credited with no more requests than the profile shows it decoding, and with no KV usage beyond 1. Points at
 * which further requests only waited are recognised and left out, see {@link ContextRows}.
 */
public final class MonotoneDecode implements DecodePerformance {
    private static final double RELATIVE_PRECISION = 1e-9;
    private static final int MAX_STEPS = 100;

    private final ContextRow[] rows;
    private final double[] rowContext;
    private final double gpusPerEngine;
    private final double maxConcurrency;
    private final double maxKvTokens;

    /**
     * @throws ProfileException if there are fewer than two points, all have the same load, or a number is not finite and
     *     above 0
     */
    public MonotoneDecode(EngineProfile.Decode decode) {
        ProfileArray usage = ProfileArray.kvUsage(decode);
        if (usage.values().size() < 2) {
            throw new ProfileException("x_kv_usage has " + usage.values().size()
                    + " points, but ITL under load needs 2 or more: measure at least two loads");
        }
        usage.requirePositive();
        ProfileArray.contextLength(decode).requirePositive();
        ProfileArray.itl(decode).requirePositive();
        ProfileArray.decodeThroughput(decode).requirePositive();
        ProfileArray.maxKvTokens(decode).requirePositive();
        ContextRows contexts = ContextRows.of(decode);
        rows = contexts.rows().toArray(new ContextRow[0]);
        rowContext =
                contexts.rows().stream().mapToDouble(ContextRow::contextLength).toArray();
        gpusPerEngine = contexts.gpusPerEngine();
        maxConcurrency = contexts.maxConcurrency();
        maxKvTokens = decode.maxKvTokens();
    }

    /** {@inheritDoc} The lightest load is one request: less counts as one. */
    @Override
    public double itlMs(double concurrency, double contextLength) {
        return slice(contextLength).itlMs(Math.max(1, concurrency));
    }

    /** Output tokens per second and GPU with {@code concurrency} requests of {@code contextLength} tokens. */
    public double throughputPerGpu(double concurrency, double contextLength) {
        return throughput(Math.max(1, concurrency), itlMs(concurrency, contextLength));
    }

    /** The most requests that one engine is credited with, at any context length. */
    public double maxConcurrency() {
        return maxConcurrency;
    }

    /** GPUs per engine that the profile implies. */
    public double gpusPerEngine() {
        return gpusPerEngine;
    }

    @Override
    public double maxKvTokens() {
        return maxKvTokens;
    }

    private double throughput(double concurrency, double itlMs) {
        return concurrency * 1000 / itlMs / gpusPerEngine;
    }

    /** ITL over concurrency at one context length: two rows and the weight of the second. */
    private record Slice(ContextRow below, ContextRow above, double weight, double scale) {
        double itlMs(double concurrency) {
            double low = below.itlMs(concurrency * scale);
            return weight == 0 ? low : low + weight * (above.itlMs(concurrency) - low);
        }
    }

    private Slice slice(double contextLength) {
        int last = rows.length - 1;
        if (contextLength <= rowContext[0]) {
            return new Slice(rows[0], rows[0], 0, 1);
        }
        if (contextLength >= rowContext[last]) {
            return new Slice(rows[last], rows[last], 0, contextLength / rowContext[last]);
        }
        int i = Knots.segment(rowContext, contextLength);
        double weight = (contextLength - rowContext[i]) / (rowContext[i + 1] - rowContext[i]);
        return new Slice(rows[i], rows[i + 1], weight, 1);
    }

    /**
     * {@inheritDoc} Found by bracketing on the non-decreasing ITL, so the target holds at every lighter load too. If
     * one request alone misses the target, or does not fit into the KV cache, the point is not feasible and has the
     * numbers of one request.
     */
    @Override
    public DecodePoint best(double itlTargetMs, double contextLength) {
        Slice slice = slice(contextLength);
        double fits = maxKvTokens / Math.max(contextLength, Double.MIN_NORMAL);
        double alone = slice.itlMs(1);
        if (!(alone <= itlTargetMs) || fits < 1) {
            return point(false, 1, alone, contextLength);
        }
        double high = Math.max(1, Math.min(fits, maxConcurrency));
        double highItl = slice.itlMs(high);
        if (highItl <= itlTargetMs) {
            return point(true, high, highItl, contextLength);
        }
        // At "low" the target is met, at "high" it is not. Secant steps, and a bisection after each that is too short.
        double low = 1;
        double lowItl = alone;
        boolean bisect = false;
        for (int step = 0; step < MAX_STEPS && high - low > RELATIVE_PRECISION * high; step++) {
            double width = high - low;
            double share = bisect ? 0.5 : (itlTargetMs - lowItl) / (highItl - lowItl);
            double middle = low + share * width;
            double itl = slice.itlMs(middle);
            if (itl <= itlTargetMs) {
                low = middle;
                lowItl = itl;
            } else {
                high = middle;
                highItl = itl;
            }
            bisect = high - low > width / 2;
        }
        return point(true, low, lowItl, contextLength);
    }

    private DecodePoint point(boolean feasible, double concurrency, double itlMs, double contextLength) {
        double usage = concurrency * contextLength / maxKvTokens;
        return new DecodePoint(feasible, throughput(concurrency, itlMs), itlMs, feasible ? Math.min(usage, 1) : usage);
    }
}
