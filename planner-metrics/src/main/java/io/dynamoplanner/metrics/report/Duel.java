package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord.Summary;

/**
 * Which of two policies did better. Who meets the target beats who does not. If both meet it, the cheaper one wins by more
 * than 1 % of the GPU-hours; if none does, the one with more requests inside by more than half a point.
 */
public enum Duel {
    WIN,
    LEVEL,
    LOSS;

    private static final double COST_MARGIN = 0.01;
    private static final double SHARE_MARGIN = 0.005;

    /**
     * How {@code own} stands against {@code other}.
     *
     * @param target share of the requests that should be inside both latency targets
     */
    public static Duel of(Summary own, Summary other, double target) {
        boolean ownMeets = own.bothInside() >= target;
        boolean otherMeets = other.bothInside() >= target;
        if (ownMeets != otherMeets) {
            return ownMeets ? WIN : LOSS;
        }
        double ahead = ownMeets
                ? (other.gpuHours() - own.gpuHours()) / Math.max(1e-12, other.gpuHours()) - COST_MARGIN
                : own.bothInside() - other.bothInside() - SHARE_MARGIN;
        double behind = ownMeets
                ? (own.gpuHours() - other.gpuHours()) / Math.max(1e-12, other.gpuHours()) - COST_MARGIN
                : other.bothInside() - own.bothInside() - SHARE_MARGIN;
        if (ahead > 0) {
            return WIN;
        }
        return behind > 0 ? LOSS : LEVEL;
    }
}
