package io.dynamoplanner.core.engine;

import java.util.List;
import java.util.Optional;

/**
 * Measured points of one engine configuration, as a profile directory holds them. Points may be in any order.
 *
 * @param name where it came from, for people
 * @param prefill absent when the directory has no prefill part
 * @param decode absent when the directory has no decode part
 */
public record EngineProfile(String name, Optional<Prefill> prefill, Optional<Decode> decode) {

    /**
     * @param isl prompt length, tokens
     * @param ttftMs time to first token, ms
     * @param throughputPerGpu prompt tokens per second and GPU
     */
    public record PrefillSample(double isl, double ttftMs, double throughputPerGpu) {}

    /**
     * @param kvUsage share of the KV tokens in use, 0 to 1
     * @param contextLength tokens per request, {@code isl + osl/2}
     * @param itlMs inter-token latency, ms
     * @param throughputPerGpu output tokens per second and GPU
     */
    public record DecodeSample(double kvUsage, double contextLength, double itlMs, double throughputPerGpu) {}

    public record Prefill(List<PrefillSample> samples) {
        public Prefill {
            samples = List.copyOf(samples);
        }
    }

    /**
     * @param maxKvTokens KV capacity of one engine, tokens
     */
    public record Decode(List<DecodeSample> samples, double maxKvTokens) {
        public Decode {
            samples = List.copyOf(samples);
        }
    }
}
