package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.role.Role;
import java.util.OptionalDouble;

/**
 * An engine that prefills and decodes in the same passes, as the reference's release 1.1 counts it: the batch grows from 1
 * until a target is missed, and the last one inside the targets counts.
 *
 * <p>A pass holds {@code q = min(b·I'/O, M)} prompt tokens, {@code I' = I·(1 − h)}, beside {@code b} sequences of
 * {@code L = I + O/2} tokens; {@code itl = time(q, b·L)}. A prompt has {@code ⌊min(b·I/O, M)⌋} tokens before it in its
 * pass. The batch is kept so small that a prompt fits into the passes of its own output,
 * {@code I' / (M − b) ≤ O}; that the other {@code b − 1} requests have prompts too is not counted, as in the reference.
 */
public final class SteppedAggregatedCapacity implements EngineCapacity {
    private final PassTime time;
    private final EngineLimits limits;
    private final double ttftTargetMs;
    private final double itlTargetMs;

    public SteppedAggregatedCapacity(PassTime time, EngineLimits limits, double ttftTargetMs, double itlTargetMs) {
        this.time = time;
        this.limits = limits;
        this.ttftTargetMs = ttftTargetMs;
        this.itlTargetMs = itlTargetMs;
    }

    @Override
    public Role role() {
        return Role.AGGREGATED;
    }

    @Override
    public Capacity of(Work work, double slowness) {
        if (!work.isSound() || work.osl() <= 0 || limits.tokensPerPass() < 2) {
            return new Capacity.None("no engine with passes of " + limits.tokensPerPass() + " tokens is asked for "
                    + work.isl() + " tokens in and " + work.osl() + " tokens out");
        }
        OperatingPoint best = at(1, work, slowness);
        int most = largestBatch(work);
        for (int b = 2; b <= most && best.eligible(); b++) {
            OperatingPoint next = at(b, work, slowness);
            if (!next.eligible()) {
                break;
            }
            best = next;
        }
        return new Capacity.Found(best);
    }

    private int largestBatch(Work work) {
        int tokens = limits.tokensPerPass();
        long room = (long) (limits.kvTokens() / Math.max(1, context(work)));
        double fresh = work.isl() * work.freshShare();
        double balanced = Math.floor(tokens - fresh / work.osl());
        return (int) Math.max(1, Math.min(Math.min(limits.sequences(), tokens - 1), Math.min((double) room, balanced)));
    }

    private OperatingPoint at(int batch, Work work, double slowness) {
        int tokens = limits.tokensPerPass();
        double kvTokens = batch * context(work);
        double itlMs = slowness * time.ms(promptTokensPerPass(work, batch), batch, kvTokens);
        double before = Math.floor(Math.min(batch * work.isl() / Math.max(1, work.osl()), tokens));
        double prompt = (before + work.isl()) * work.freshShare();
        double full = Math.max(0, Math.ceil(prompt / tokens) - 1);
        double ttftMs = slowness
                * ((full > 0 ? full * time.ms(tokens, batch, kvTokens) : 0)
                        + time.ms(prompt - full * tokens, batch, kvTokens));
        double rate = batch / (work.osl() * (itlMs / 1000));
        return OperatingPoint.both(batch, rate, ttftMs, ttftTargetMs, itlMs, itlTargetMs);
    }

    private double promptTokensPerPass(Work work, double inFlight) {
        return Math.min(inFlight * work.isl() * work.freshShare() / Math.max(1, work.osl()), limits.tokensPerPass());
    }

    private static double context(Work work) {
        return work.isl() + work.osl() / 2;
    }

    @Override
    public OptionalDouble itlMs(Work work, double inFlight) {
        return work.isSound() && inFlight >= 0
                ? OptionalDouble.of(time.ms(promptTokensPerPass(work, inFlight), inFlight, inFlight * context(work)))
                : OptionalDouble.empty();
    }
}
