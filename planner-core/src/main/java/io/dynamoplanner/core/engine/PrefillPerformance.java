package io.dynamoplanner.core.engine;

/**
 * How one prefill engine performs, one request at a time. Models that are read between the points of a profile clamp
 * lengths outside it to its ends: there is no extrapolation.
 */
public interface PrefillPerformance {

    /** Time to first token in ms for a prompt of {@code isl} tokens on an idle engine. */
    double ttftMs(double isl);

    /** Prompt tokens per second and GPU at prompts of {@code isl} tokens, one after the other. */
    double throughputPerGpu(double isl);
}
