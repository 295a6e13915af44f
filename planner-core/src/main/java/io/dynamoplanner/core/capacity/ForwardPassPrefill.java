package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.engine.PrefillPerformance;
import io.dynamoplanner.core.forwardpass.PassTime;

/**
 * TTFT of one prompt on an idle engine, from how long its forward passes take. Prompts above the token limit are computed
 * in chunks, and beyond the lengths that were measured the line goes on.
 */
public final class ForwardPassPrefill implements PrefillPerformance {
    private final PassTime time;
    private final int tokensPerPass;
    private final int gpusPerEngine;

    /**
     * @param time how long passes of prompts take
     * @param tokensPerPass most prompt tokens in one pass, 1 or more
     */
    public ForwardPassPrefill(PassTime time, int tokensPerPass, int gpusPerEngine) {
        this.time = time;
        this.tokensPerPass = tokensPerPass;
        this.gpusPerEngine = gpusPerEngine;
    }

    @Override
    public double ttftMs(double isl) {
        return Chunks.ms(time, (long) Math.max(1, Math.ceil(isl)), tokensPerPass, 0, 0);
    }

    @Override
    public double throughputPerGpu(double isl) {
        return isl * 1000 / ttftMs(isl) / gpusPerEngine;
    }
}
