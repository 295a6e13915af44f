package io.dynamoplanner.predict;

import io.dynamoplanner.core.forecast.Snapshot;
import java.util.List;

/** The numbers of a snapshot, checked to be of the expected family, layout and count before they are read. */
public final class SnapshotNumbers {
    private final List<Double> numbers;
    private int next = 1;

    /** @param layout first number of the family's snapshots; tells apart filters that share a name but not a state */
    public SnapshotNumbers(Snapshot snapshot, String family, int layout, int count) {
        this.numbers = snapshot.numbers();
        if (!snapshot.family().equals(family)) {
            throw new IllegalArgumentException("snapshot is of predictor '" + snapshot.family() + "', not of '" + family
                    + "'; start fresh or configure the predictor that wrote it");
        }
        if (numbers.size() != count || numbers.get(0) != layout) {
            throw new IllegalArgumentException("snapshot of predictor '" + family + "' must hold " + count
                    + " numbers, the first of them " + layout + ", but holds " + numbers
                    + "; it was written with other predictor options, start fresh");
        }
    }

    public double real() {
        return numbers.get(next++);
    }

    public int integer() {
        return (int) real();
    }

    public boolean flag() {
        return real() != 0;
    }

    public static double of(boolean flag) {
        return flag ? 1 : 0;
    }
}
