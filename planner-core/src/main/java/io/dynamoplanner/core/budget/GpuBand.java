package io.dynamoplanner.core.budget;

/**
 * The GPU totals allowed to a graph.
 *
 * <p>The ceiling is exact. With both bounds on, a total may miss the floor by less than one replica of the widest role,
 * because replicas come in whole numbers and a narrow band could otherwise hold none.
 *
 * @param floor fewest GPUs; negative for none
 * @param ceiling most GPUs; negative for no limit
 */
record GpuBand(int floor, int ceiling) {
    enum Position {
        BELOW,
        INSIDE,
        ABOVE
    }

    boolean hasFloor() {
        return floor >= 0;
    }

    boolean hasCeiling() {
        return ceiling >= 0;
    }

    boolean isOff() {
        return !hasFloor() && !hasCeiling();
    }

    GpuBand withoutFloor() {
        return new GpuBand(-1, ceiling);
    }

    GpuBand withoutCeiling() {
        return new GpuBand(floor, -1);
    }

    /** How far below the floor still counts as inside, for a graph whose widest replica holds {@code widest} GPUs. */
    int tolerance(int widest) {
        return hasFloor() && hasCeiling() ? widest : 0;
    }

    Position position(long total, int widest) {
        if (hasCeiling() && total > ceiling) {
            return Position.ABOVE;
        }
        if (hasFloor() && total < (long) floor - tolerance(widest)) {
            return Position.BELOW;
        }
        return Position.INSIDE;
    }
}
