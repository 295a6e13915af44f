package io.dynamoplanner.core.forwardpass;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Passes of one workload as numbers for a regression. */
final class Columns {
    private final Workload workload;
    private final double[] x;
    private final double[] z;
    private final double[] ms;

    Columns(Workload workload, List<ForwardPass> passes) {
        this.workload = workload;
        this.x = passes.stream().mapToDouble(workload::first).toArray();
        this.z = passes.stream().mapToDouble(workload::second).toArray();
        this.ms = passes.stream().mapToDouble(ForwardPass::wallMs).toArray();
    }

    int size() {
        return ms.length;
    }

    double[] ms() {
        return ms;
    }

    double[] distinctX() {
        return Arrays.stream(x).sorted().distinct().toArray();
    }

    /** Rows of the intercept and one column for each axis. */
    double[][] straight() {
        var rows = new double[ms.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = workload.axes() == 1 ? new double[] {1, x[i]} : new double[] {1, x[i], z[i]};
        }
        return rows;
    }

    /** Rows of the intercept, the first axis, and what of it lies above the knot. */
    double[][] bent(double knot) {
        var rows = new double[ms.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {1, x[i], Math.max(0, x[i] - knot)};
        }
        return rows;
    }

    /** Rows of the intercept, the first axis up to the knot, and above it: the slopes are those of the two sides. */
    double[][] twoSided(double knot) {
        var rows = new double[ms.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {1, Math.min(x[i], knot), Math.max(0, x[i] - knot)};
        }
        return rows;
    }

    /** One weight for each pass, from its time. */
    double[] weights(DoubleUnaryOperator ofMs) {
        return Arrays.stream(ms).map(ofMs).toArray();
    }
}
