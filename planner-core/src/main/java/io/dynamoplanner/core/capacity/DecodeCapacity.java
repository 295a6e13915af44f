package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.role.Role;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An engine that only decodes, {@code b} sequences at a time.
 *
 * <p>Half-way through its output a request holds {@code L = I + O/2} tokens, so at most {@code min(S, K/L)} fit. A pass over
 * {@code b} of them yields {@code a} tokens each (1 without speculative decoding): {@code itl = time(b, b·L) / a}, and the
 * engine serves {@code b / (O·itl)} by Little's law.
 */
public final class DecodeCapacity implements EngineCapacity {
    private final PassTime time;
    private final EngineLimits limits;
    private final double itlTargetMs;
    private final BatchSearch search;

    /**
     * @param time how long passes of decoding sequences take
     * @param itlTargetMs target for inter-token latency, ms
     */
    public DecodeCapacity(PassTime time, EngineLimits limits, double itlTargetMs, BatchSearch search) {
        this.time = time;
        this.limits = limits;
        this.itlTargetMs = itlTargetMs;
        this.search = search;
    }

    @Override
    public Role role() {
        return Role.DECODE;
    }

    @Override
    public Capacity of(Work work, double slowness) {
        if (!work.isSound() || work.osl() <= 0) {
            return new Capacity.None(
                    "no engine is asked for " + work.isl() + " tokens in and " + work.osl() + " tokens out");
        }
        long context = work.context();
        return search.best(limits.roomFor(context), b -> Optional.of(at(b, work, context, slowness)))
                .<Capacity>map(Capacity.Found::new)
                .orElseGet(() -> new Capacity.None(
                        "a request of " + context + " tokens does not fit into " + limits.kvTokens() + " KV tokens"));
    }

    private OperatingPoint at(int batch, Work work, long context, double slowness) {
        double itlMs = slowness * time.ms(0, batch, (double) batch * context) / work.acceptedPerPass();
        return OperatingPoint.decode(batch, batch / (work.outputTokens() * (itlMs / 1000)), itlMs, itlTargetMs);
    }

    @Override
    public OptionalDouble itlMs(Work work, double inFlight) {
        return work.isSound() && inFlight >= 0
                ? OptionalDouble.of(time.ms(0, inFlight, inFlight * work.context()) / work.acceptedPerPass())
                : OptionalDouble.empty();
    }
}
