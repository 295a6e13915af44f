package io.dynamoplanner.core.engine;

/** How an engine's performance is read between the points of its profile. */
public enum Interpolation {
    /** As the reference planner's releases 0.6 to 1.0 do: {@link PrefillSpline} and {@link DecodeGrid}. */
    REFERENCE,
    /** Latencies that never fall with load, no grid: {@link MonotonePrefill} and {@link MonotoneDecode}. The default. */
    MONOTONE
}
