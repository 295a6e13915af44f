package io.dynamoplanner.predict.prophet;

import java.util.Arrays;

/**
 * The recent windows of a series, in blocks of a fixed number of windows each, as an immutable value.
 *
 * <p>A block is the mean of its known windows, or NaN if none of them is known; the newest may still be growing. When there
 * are more blocks than fit, neighbours are merged and blocks are twice as long from then on. So a short history is kept
 * window by window, a long one in as many points, and in both the place of a block is its time.
 */
final class History {
    /** How much is kept. Windows beyond are forgotten; blocks beyond make blocks longer. */
    record Limits(int windows, int blocks) {
        Limits {
            if (windows < 1 || blocks < 2) {
                throw new IllegalArgumentException("history of " + windows + " windows in " + blocks + " blocks");
            }
        }
    }

    /** Numbers of a snapshot before the blocks. */
    static final int HEADER = 4;

    private final Limits limits;
    private final int stride;
    /** Windows in the newest block, known or not; those known, and their sum. */
    private final int newest;

    private final int known;
    private final double sum;
    private final double[] means;

    private History(Limits limits, int stride, int newest, int known, double sum, double[] means) {
        this.limits = limits;
        this.stride = stride;
        this.newest = newest;
        this.known = known;
        this.sum = sum;
        this.means = means;
    }

    static History empty(Limits limits) {
        return new History(limits, 1, 1, 0, 0, new double[0]);
    }

    /** @throws IllegalArgumentException if the numbers are not those of a history */
    static History restore(Limits limits, double[] numbers) {
        if (numbers.length < HEADER
                || !(numbers[0] >= 1 && numbers[1] >= 1 && numbers[1] <= numbers[0])
                || !(numbers[2] >= 0 && numbers[2] <= numbers[1])) {
            throw new IllegalArgumentException("not a history of windows: " + Arrays.toString(numbers));
        }
        return new History(
                limits,
                (int) numbers[0],
                (int) numbers[1],
                (int) numbers[2],
                numbers[3],
                Arrays.copyOfRange(numbers, HEADER, numbers.length));
    }

    /** The state as numbers, in the order that {@link #restore} reads. */
    double[] numbers() {
        double[] numbers = new double[HEADER + means.length];
        numbers[0] = stride;
        numbers[1] = newest;
        numbers[2] = known;
        numbers[3] = sum;
        System.arraycopy(means, 0, numbers, HEADER, means.length);
        return numbers;
    }

    /** The history after one more window. */
    History with(double value) {
        return next(value);
    }

    /** The history after windows that nobody knows. A gap longer than what is kept leaves nothing. */
    History withUnknown(long windows) {
        if (windows >= limits.windows) {
            return empty(limits);
        }
        History history = this;
        for (long left = windows; left > 0; ) {
            int room = history.means.length == 0 ? 0 : (int) Math.min(left, history.stride - history.newest);
            history = room == 0 ? history.next(Double.NaN) : history.grownBy(room);
            left -= Math.max(1, room);
        }
        return history.knownBlocks() == 0 ? empty(limits) : history;
    }

    private History grownBy(int unknown) {
        return new History(limits, stride, newest + unknown, known, sum, means);
    }

    private History next(double value) {
        boolean unknown = Double.isNaN(value);
        if (means.length > 0 && newest < stride) {
            double[] grown = means.clone();
            int count = unknown ? known : known + 1;
            double total = unknown ? sum : sum + value;
            grown[grown.length - 1] = count == 0 ? Double.NaN : total / count;
            return new History(limits, stride, newest + 1, count, total, grown);
        }
        if (means.length >= limits.blocks && (long) means.length * stride < limits.windows) {
            return merged().next(value);
        }
        int most = (limits.windows + stride - 1) / stride;
        int dropped = Math.max(0, means.length + 1 - most);
        double[] longer = new double[means.length + 1 - dropped];
        System.arraycopy(means, dropped, longer, 0, longer.length - 1);
        longer[longer.length - 1] = value;
        return new History(limits, stride, 1, unknown ? 0 : 1, unknown ? 0 : value, longer);
    }

    /** Half as many blocks; called when all are full. An odd one stays alone at the end and goes on growing. */
    private History merged() {
        int pairs = means.length / 2;
        boolean odd = means.length % 2 == 1;
        double[] half = new double[odd ? pairs + 1 : pairs];
        for (int i = 0; i < pairs; i++) {
            half[i] = mean(means[2 * i], means[2 * i + 1]);
        }
        if (odd) {
            half[pairs] = means[means.length - 1];
            return new History(limits, 2 * stride, newest, known, sum, half);
        }
        return new History(limits, 2 * stride, 2 * stride, 2 * stride, half[pairs - 1] * 2 * stride, half);
    }

    private static double mean(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : (a + b) / 2;
    }

    /** Windows of a full block. */
    int stride() {
        return stride;
    }

    int knownBlocks() {
        int count = 0;
        for (double mean : means) {
            count += Double.isNaN(mean) ? 0 : 1;
        }
        return count;
    }

    /** Windows from the first one kept to the newest. */
    int windows() {
        return means.length == 0 ? 0 : (means.length - 1) * stride + newest;
    }

    double[] values() {
        double[] values = new double[knownBlocks()];
        int next = 0;
        for (double mean : means) {
            if (!Double.isNaN(mean)) {
                values[next++] = mean;
            }
        }
        return values;
    }

    /** The middle of each known block, in windows since the first one kept; that one is at 0. */
    double[] positions() {
        double[] positions = new double[knownBlocks()];
        int next = 0;
        for (int i = 0; i < means.length; i++) {
            if (!Double.isNaN(means[i])) {
                int length = i == means.length - 1 ? newest : stride;
                positions[next++] = (double) i * stride + (length - 1) / 2.0;
            }
        }
        return positions;
    }
}
