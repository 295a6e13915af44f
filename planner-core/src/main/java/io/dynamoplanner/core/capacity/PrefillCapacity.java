package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.role.Role;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An engine that only prefills, {@code b} prompts at a time.
 *
 * <p>A prompt has {@code e = ⌈I·(1 − h)⌉} tokens to compute, {@code h} being the hit rate of the prefix cache. The batch takes
 * {@code ttft = time(b·e)}, in as many passes as the token limit {@code M} asks for, and the engine serves
 * {@code b / ttft}. More than one prompt is tried as long as all fit into one pass. Nothing waits in this picture: an engine
 * run at its capacity is busy all the time.
 */
public final class PrefillCapacity implements EngineCapacity {
    private final PassTime time;
    private final EngineLimits limits;
    private final double ttftTargetMs;
    private final BatchSearch search;

    /**
     * @param time how long passes of prompts take
     * @param ttftTargetMs target for time to first token, ms
     */
    public PrefillCapacity(PassTime time, EngineLimits limits, double ttftTargetMs, BatchSearch search) {
        this.time = time;
        this.limits = limits;
        this.ttftTargetMs = ttftTargetMs;
        this.search = search;
    }

    @Override
    public Role role() {
        return Role.PREFILL;
    }

    @Override
    public Capacity of(Work work, double slowness) {
        if (!work.isSound()) {
            return new Capacity.None("no engine is asked for prompts of " + work.isl() + " tokens");
        }
        long tokens = work.freshTokens();
        int most = tokens > limits.tokensPerPass()
                ? 1
                : (int) Math.min(limits.sequences(), limits.tokensPerPass() / tokens);
        return search.best(most, b -> Optional.of(at(b, tokens, slowness)))
                .<Capacity>map(Capacity.Found::new)
                .orElseGet(() -> new Capacity.None("no batch of prompts takes a finite time"));
    }

    private OperatingPoint at(int batch, long tokens, double slowness) {
        double ms = slowness * Chunks.ms(time, tokens * batch, limits.tokensPerPass(), 0, 0);
        return OperatingPoint.prefill(batch, batch / (ms / 1000), ms, ttftTargetMs);
    }

    @Override
    public OptionalDouble itlMs(Work work, double inFlight) {
        return OptionalDouble.empty();
    }
}
