package io.dynamoplanner.core.engine;

/**
 * An operating point of one decode engine.
 *
 * @param feasible whether {@code itlMs} meets the target that was asked for; if not, the numbers are those of the
 *     lightest load, the closest the engine gets
 * @param throughputPerGpu output tokens per second and GPU
 * @param itlMs inter-token latency in ms
 * @param kvUsage share of the KV cache in use, 0 to 1
 */
public record DecodePoint(boolean feasible, double throughputPerGpu, double itlMs, double kvUsage) {}
