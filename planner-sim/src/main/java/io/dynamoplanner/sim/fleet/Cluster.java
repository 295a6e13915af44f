package io.dynamoplanner.sim.fleet;

/**
 * The GPUs of the cluster, and the account of who holds them how long.
 *
 * <p>GPU hours, peak and violations count from the end of the warm-up to the planned end of the run; what runs on after that, so that
 * the last requests get their outcome, is not on the bill.
 */
public final class Cluster {
    private final int capacity;
    private final int ceiling;
    private final double fromS;
    private final double endS;
    private int held;
    private int heldWhenSettled;
    private int peak;
    private int violations;
    private double lastViolationAt = -1;
    private double gpuSeconds;
    private double countedUntil;

    /**
     * @param capacity GPUs that exist
     * @param ceiling GPUs that the policy was allowed; negative for no limit
     * @param fromS when counting starts, s
     * @param endS planned end of the run, s
     */
    public Cluster(int capacity, int ceiling, double fromS, double endS) {
        this.capacity = capacity;
        this.ceiling = ceiling;
        this.fromS = fromS;
        this.endS = endS;
        this.countedUntil = fromS;
    }

    /** Takes {@code gpus} if so many are free. */
    boolean take(int gpus, double now) {
        if (gpus > capacity - held) {
            return false;
        }
        count(now);
        held += gpus;
        return true;
    }

    void release(int gpus, double now) {
        count(now);
        held -= gpus;
    }

    /** One change is done with all its releases and takings: looks at the peak and at the ceiling. */
    void settle(double now) {
        if (held == heldWhenSettled || now < fromS || now > endS) {
            return;
        }
        heldWhenSettled = held;
        peak = Math.max(peak, held);
        if (ceiling >= 0 && held > ceiling && now > lastViolationAt) {
            violations++;
            lastViolationAt = now;
        }
    }

    public int held() {
        return held;
    }

    public int peak() {
        return peak;
    }

    /** Instants at which the held GPUs changed and more were held than the ceiling allows. */
    public int violations() {
        return violations;
    }

    public double gpuHours(double now) {
        count(now);
        return gpuSeconds / 3600;
    }

    private void count(double now) {
        double until = Math.max(fromS, Math.min(now, endS));
        gpuSeconds += held * (until - countedUntil);
        countedUntil = until;
    }
}
