package io.dynamoplanner.core.run;

import java.util.List;
import java.util.Objects;

/**
 * The same policies in many variations of one scenario.
 *
 * @param title one line: what was varied
 * @param axes names of what varies, in order
 * @param cells every combination of the values, the last axis fastest
 */
public record SweepRecord(String title, List<String> axes, List<Cell> cells) {
    public SweepRecord {
        Objects.requireNonNull(title, "title");
        axes = List.copyOf(axes);
        cells = List.copyOf(cells);
    }

    /**
     * One variation.
     *
     * @param values value of each axis, as it was given
     * @param target share of the requests that should be inside both latency targets
     * @param run what happened; the first policy is the one that the others are compared with
     */
    public record Cell(List<String> values, double target, RunRecord run) {
        public Cell {
            values = List.copyOf(values);
            Objects.requireNonNull(run, "run");
        }
    }
}
