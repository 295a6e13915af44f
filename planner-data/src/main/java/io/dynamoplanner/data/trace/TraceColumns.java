package io.dynamoplanner.data.trace;

import java.util.Arrays;

/** Grows the columns of a trace while its files are read, and notes where a file goes back in time. */
final class TraceColumns {
    private double[] times = new double[1 << 14];
    private int[] isl = new int[1 << 14];
    private int[] osl = new int[1 << 14];
    private int size;
    private double latest = Double.NEGATIVE_INFINITY;
    private double earliest = Double.POSITIVE_INFINITY;
    private int late;
    private long firstLateLine;

    /** Starts the next file, whose times may begin anywhere. */
    void startFile() {
        latest = Double.NEGATIVE_INFINITY;
        late = 0;
        firstLateLine = 0;
    }

    /**
     * @param time in the unit of the format
     * @param line where it stands
     */
    void add(double time, int inputLength, int outputLength, long line) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            isl = Arrays.copyOf(isl, 2 * size);
            osl = Arrays.copyOf(osl, 2 * size);
        }
        times[size] = time;
        isl[size] = inputLength;
        osl[size] = outputLength;
        size++;
        if (time < latest) {
            if (late == 0) {
                firstLateLine = line;
            }
            late++;
        } else {
            latest = time;
        }
        earliest = Math.min(earliest, time);
    }

    int size() {
        return size;
    }

    /** Requests of this file that stand after a later one. */
    int late() {
        return late;
    }

    long firstLateLine() {
        return firstLateLine;
    }

    double earliest() {
        return earliest;
    }

    /** The trace, with times counted from {@code origin} and {@code unitsPerSecond} of them in a second. */
    Trace toTrace(double origin, double unitsPerSecond) {
        double[] arrivals = new double[size];
        for (int i = 0; i < size; i++) {
            arrivals[i] = (times[i] - origin) / unitsPerSecond;
        }
        return Trace.sorted(arrivals, Arrays.copyOf(isl, size), Arrays.copyOf(osl, size));
    }
}
