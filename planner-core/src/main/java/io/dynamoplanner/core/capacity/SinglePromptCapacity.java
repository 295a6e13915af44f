package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.role.Role;
import java.util.OptionalDouble;

/**
 * A prefill engine as the reference's release 1.1 counts it: one prompt after the other.
 *
 * <p>{@code I' = I·(1 − h)} tokens, not rounded, in {@code c = ⌈I'/M⌉} passes, take {@code (c − 1)·time(M)} and the time of
 * the rest; the engine serves one over that. A target that is missed changes nothing.
 */
public final class SinglePromptCapacity implements EngineCapacity {
    private final PassTime time;
    private final EngineLimits limits;
    private final double ttftTargetMs;

    public SinglePromptCapacity(PassTime time, EngineLimits limits, double ttftTargetMs) {
        this.time = time;
        this.limits = limits;
        this.ttftTargetMs = ttftTargetMs;
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
        double tokens = work.isl() * work.freshShare();
        double full = Math.max(0, Math.ceil(tokens / limits.tokensPerPass()) - 1);
        double rest = tokens - full * limits.tokensPerPass();
        double ms = time.ms(rest, 0, 0) + (full > 0 ? full * time.ms(limits.tokensPerPass(), 0, 0) : 0);
        return new Capacity.Found(OperatingPoint.prefill(1, 1000 / (slowness * ms), slowness * ms, ttftTargetMs));
    }

    @Override
    public OptionalDouble itlMs(Work work, double inFlight) {
        return OptionalDouble.empty();
    }
}
