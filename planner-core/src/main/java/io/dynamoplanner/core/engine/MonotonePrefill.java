package io.dynamoplanner.core.engine;

import java.util.Comparator;

/**
 * Prefill with a TTFT that never falls when prompts get longer.
 *
 * <p>TTFT is fitted by isotonic regression over ISL (points of equal ISL take their mean) and joined by a monotone
 * cubic, so a noisy point cannot make it overshoot, dip or go negative. Throughput is not fitted on its own: an engine
 * that prefills one prompt after the other gives {@code isl / ttft} tokens in the time, and the GPUs per engine are
 * read from the profile as the median of {@code isl / (ttft * throughput)}. Throughput is thus positive, continuous and
 * always agrees with TTFT.
 *
 * <p>Lengths outside the profile are clamped to its ends. Two points are joined by a straight line; one point gives the
 * same TTFT and throughput at every length, which is all that is known.
 */
public final class MonotonePrefill implements PrefillPerformance {
    private final MonotoneCubic ttft;
    private final double tokensPerSecondAndGpu;

    /**
     * @throws ProfileException if there is no point or a number is not finite and above 0
     */
    public MonotonePrefill(EngineProfile.Prefill prefill) {
        if (prefill.samples().isEmpty()) {
            throw new ProfileException("prefill_isl has 0 points: measure TTFT for at least one prompt length");
        }
        ProfileArray.isl(prefill).requirePositive();
        ProfileArray.ttft(prefill).requirePositive();
        ProfileArray.prefillThroughput(prefill).requirePositive();
        double[] ratios = prefill.samples().stream()
                .mapToDouble(s -> s.isl() * 1000 / s.ttftMs() / s.throughputPerGpu())
                .sorted()
                .toArray();
        int middle = ratios.length / 2;
        double gpusPerEngine = ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
        tokensPerSecondAndGpu = 1000 / gpusPerEngine;
        ttft = LoadCurve.fit(
                prefill.samples().stream()
                        .map(s -> new LoadCurve.Point(s.isl(), s.ttftMs()))
                        .sorted(Comparator.comparingDouble(LoadCurve.Point::x))
                        .toList(),
                0);
    }

    @Override
    public double ttftMs(double isl) {
        return ttft.value(isl);
    }

    @Override
    public double throughputPerGpu(double isl) {
        double measured = Math.max(ttft.firstX(), Math.min(isl, ttft.lastX()));
        return measured * tokensPerSecondAndGpu / ttft.value(measured);
    }
}
