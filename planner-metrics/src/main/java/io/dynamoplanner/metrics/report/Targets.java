package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;

/** The limits of a run in words. */
final class Targets {
    private Targets() {}

    static String ms(double targetMs) {
        return Figures.fixed(targetMs, targetMs == Math.rint(targetMs) ? 0 : 1) + " ms";
    }

    /** {@link RunRecord#gpuCeiling()} in words. */
    static String ceiling(int gpus) {
        return gpus < 0 ? "No GPU ceiling" : "GPU ceiling: " + gpus;
    }
}
