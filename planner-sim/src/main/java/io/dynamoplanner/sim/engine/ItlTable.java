package io.dynamoplanner.sim.engine;

import io.dynamoplanner.core.engine.DecodePerformance;
import java.util.Arrays;

/**
 * Inter-token latencies of the simulated engines: the model of {@link DecodePerformance} in a table that is filled as it
 * is used.
 *
 * <p>Concurrency is a whole number, so each has its own row and is exact. Along the context length the nodes lie at
 * {@code 2^e·(1 + k/64)}, that is 0.8 % to 1.6 % apart, with straight lines between them. For a model that bends
 * smoothly the error is second order (a power law with exponent p errs by {@code p·(p−1)·0.016²/8}, below 0.01 %); at a
 * kink where the elasticity changes by d it is at most {@code d·0.016/4}, 0.4 % for d = 1. These nodes cost no logarithm:
 * exponent and leading bits of the floating-point number are the cell, the bits after them the place in it.
 */
public final class ItlTable implements Pace {
    private static final int SHIFT = 52 - 6;
    private static final long REST = (1L << SHIFT) - 1;
    private static final double PER_REST = 1.0 / (1L << SHIFT);
    private static final int FIRST_CELL = (int) (Double.doubleToRawLongBits(1.0) >>> SHIFT);
    private static final double[] UNUSED = {};

    private final DecodePerformance truth;
    private final double secondsPerMs;
    private final int nodes;
    private double[][] rows = newRows(64);

    /**
     * @param truth the model
     * @param speedFactor engines are this much faster than the model; positive
     * @param longestContext longest mean context that will be asked for, tokens
     */
    public ItlTable(DecodePerformance truth, double speedFactor, double longestContext) {
        this.truth = truth;
        this.secondsPerMs = 1e-3 / speedFactor;
        this.nodes = cell(Math.max(1.0, longestContext)) + 3;
    }

    /** {@inheritDoc} A context below 1 counts as 1. */
    @Override
    public double seconds(int concurrency, double contextLength) {
        long bits = Double.doubleToRawLongBits(Math.max(1.0, contextLength));
        int cell = (int) (bits >>> SHIFT) - FIRST_CELL;
        double[] row = row(concurrency);
        double low = row[cell];
        double high = row[cell + 1];
        if (low == 0 || high == 0) {
            low = fill(row, concurrency, cell);
            high = fill(row, concurrency, cell + 1);
        }
        return low + (bits & REST) * PER_REST * (high - low);
    }

    private double[] row(int concurrency) {
        if (concurrency >= rows.length) {
            int before = rows.length;
            rows = Arrays.copyOf(rows, Math.max(concurrency + 1, 2 * before));
            Arrays.fill(rows, before, rows.length, UNUSED);
        }
        if (rows[concurrency].length == 0) {
            rows[concurrency] = new double[nodes];
        }
        return rows[concurrency];
    }

    private double fill(double[] row, int concurrency, int node) {
        double contextLength = Double.longBitsToDouble((long) (node + FIRST_CELL) << SHIFT);
        double itlMs = truth.itlMs(concurrency, contextLength);
        if (!(itlMs > 0 && itlMs < Double.POSITIVE_INFINITY)) {
            throw new IllegalStateException("the decode model gives an ITL of " + itlMs + " ms for " + concurrency
                    + " requests of " + contextLength + " tokens; it must be positive and finite");
        }
        row[node] = itlMs * secondsPerMs;
        return row[node];
    }

    private static int cell(double contextLength) {
        return (int) (Double.doubleToRawLongBits(contextLength) >>> SHIFT) - FIRST_CELL;
    }

    private static double[][] newRows(int count) {
        double[][] rows = new double[count][];
        Arrays.fill(rows, UNUSED);
        return rows;
    }
}
