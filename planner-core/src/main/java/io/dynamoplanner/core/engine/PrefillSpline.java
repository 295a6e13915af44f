package io.dynamoplanner.core.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Prefill as the reference planner's releases 0.6 to 1.0 interpolate it: one not-a-knot cubic spline over ISL for TTFT
 * and one for throughput, queries clamped to the measured range. Needs at least four points. The spline follows every
 * point, so noise makes it overshoot, and nothing keeps TTFT from falling with ISL; see {@link MonotonePrefill}.
 */
public final class PrefillSpline implements PrefillPerformance {
    private final NotAKnotSpline ttft;
    private final NotAKnotSpline throughput;

    /**
     * @throws ProfileException if there are fewer than four points, an ISL occurs twice, or a number is not finite and
     *     above 0
     */
    public PrefillSpline(EngineProfile.Prefill prefill) {
        ProfileArray isl =
                ProfileArray.isl(prefill).requireSize(4, "a cubic spline").requirePositive();
        double[] lengths = isl.toArray();
        double[] ttfts = ProfileArray.ttft(prefill).requirePositive().toArray();
        double[] throughputs =
                ProfileArray.prefillThroughput(prefill).requirePositive().toArray();
        int[] order = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> lengths[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 1; i < order.length; i++) {
            if (lengths[order[i]] == lengths[order[i - 1]]) {
                throw isl.bad(
                        order[i],
                        "occurs also at index " + order[i - 1],
                        "keep one point for each ISL or choose the interpolation MONOTONE, which takes the mean");
            }
        }
        double[] x = pick(lengths, order);
        ttft = new NotAKnotSpline(x, pick(ttfts, order));
        throughput = new NotAKnotSpline(x, pick(throughputs, order));
    }

    private static double[] pick(double[] values, int[] order) {
        return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    }

    @Override
    public double ttftMs(double isl) {
        return ttft.value(isl);
    }

    @Override
    public double throughputPerGpu(double isl) {
        return throughput.value(isl);
    }
}
