package io.dynamoplanner.sim;

import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.DecodePoint;
import io.dynamoplanner.core.engine.PrefillPerformance;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Engine models with formulas that can be checked by hand. */
public final class SimpleModels {
    private SimpleModels() {}

    public static PrefillPerformance prefill(DoubleUnaryOperator ttftMs) {
        return new PrefillPerformance() {
            @Override
            public double ttftMs(double isl) {
                return ttftMs.applyAsDouble(isl);
            }

            @Override
            public double throughputPerGpu(double isl) {
                return isl * 1000 / ttftMs(isl);
            }
        };
    }

    /** @param itlMs of concurrency and context length */
    public static DecodePerformance decode(DoubleBinaryOperator itlMs, double maxKvTokens) {
        return new DecodePerformance() {
            @Override
            public double itlMs(double concurrency, double contextLength) {
                return itlMs.applyAsDouble(concurrency, contextLength);
            }

            @Override
            public DecodePoint best(double itlTargetMs, double contextLength) {
                throw new UnsupportedOperationException("the simulation does not plan");
            }

            @Override
            public double maxKvTokens() {
                return maxKvTokens;
            }
        };
    }

    /** Prefill at roughly 20,000 tokens per second, growing with the square at long prompts. */
    public static PrefillPerformance typicalPrefill() {
        return prefill(isl -> 10 + 0.045 * isl + 1e-6 * isl * isl);
    }

    /** Decode that slows with the batch and with the tokens in the cache. */
    public static DecodePerformance typicalDecode() {
        return decode((concurrency, context) -> 6 + 0.06 * concurrency + 3.5e-5 * concurrency * context, 900_000);
    }
}
