package io.dynamoplanner.sim.engine;

import io.dynamoplanner.core.role.Role;

/**
 * Tells the forward passes of one engine. The batch of an engine jumps from change to change; the passes in between are
 * all alike, one for each whole number that the token clock has passed.
 */
public final class PassMeter {
    private final ForwardPasses sink;
    private final Role role;
    private final long engine;

    public PassMeter(ForwardPasses sink, Role role, long engine) {
        this.sink = sink;
        this.role = role;
        this.engine = engine;
    }

    /** A prefill of {@code tokens} starts at {@code now}. */
    public void prefill(int tokens, double now, double seconds) {
        if (sink != ForwardPasses.NONE) {
            sink.take(new ForwardPass(role, engine, now, seconds, tokens, 0, tokens));
        }
    }

    /**
     * The token clock went from {@code from}, at {@code atS}, to {@code to}.
     *
     * @param requests members of the batch
     * @param doubledContextSum twice the sum of their mean contexts, tokens
     */
    void decoded(double from, double to, double atS, double secondsPerToken, int requests, long doubledContextSum) {
        if (sink == ForwardPasses.NONE) {
            return;
        }
        for (double pass = Math.floor(from) + 1; pass <= to; pass++) {
            double endS = atS + (pass - from) * secondsPerToken;
            sink.take(new ForwardPass(
                    role, engine, endS - secondsPerToken, secondsPerToken, 0, requests, doubledContextSum / 2));
        }
    }
}
