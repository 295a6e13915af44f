package io.dynamoplanner.sim.engine;

import io.dynamoplanner.core.engine.PrefillPerformance;

/**
 * Prefill times of the simulated engines: the model of {@link PrefillPerformance}, evaluated once per prompt length and
 * remembered. Exact, since prompt lengths are whole numbers.
 */
public final class PrefillTable {
    /** Longer prompts than this are rare enough to ask the model each time. */
    private static final int LONGEST_REMEMBERED = 1 << 18;

    private final PrefillPerformance truth;
    private final double secondsPerMs;
    private final double[] seconds;

    /**
     * @param truth the model
     * @param speedFactor engines are this much faster than the model; positive
     * @param longestPrompt tokens of the longest prompt expected; longer ones work, slower
     */
    public PrefillTable(PrefillPerformance truth, double speedFactor, long longestPrompt) {
        this.truth = truth;
        this.secondsPerMs = 1e-3 / speedFactor;
        this.seconds = new double[(int) Math.min(longestPrompt, LONGEST_REMEMBERED) + 1];
    }

    /** Seconds that a prefill of {@code promptTokens} tokens takes. */
    public double seconds(int promptTokens) {
        if (promptTokens >= seconds.length) {
            return evaluate(promptTokens);
        }
        double known = seconds[promptTokens];
        if (known == 0) {
            known = evaluate(promptTokens);
            seconds[promptTokens] = known;
        }
        return known;
    }

    private double evaluate(int promptTokens) {
        double ttftMs = truth.ttftMs(promptTokens);
        if (!(ttftMs > 0 && ttftMs < Double.POSITIVE_INFINITY)) {
            throw new IllegalStateException("the prefill model gives a TTFT of " + ttftMs + " ms for " + promptTokens
                    + " tokens; it must be positive and finite");
        }
        return ttftMs * secondsPerMs;
    }
}
