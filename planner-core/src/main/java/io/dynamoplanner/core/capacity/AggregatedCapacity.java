package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.forwardpass.TogetherTime;
import io.dynamoplanner.core.role.Role;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An engine that prefills and decodes in the same passes, {@code b} requests at a time.
 *
 * <p>In the steady state as many prompts begin as outputs end, so each pass computes {@code q = ⌈b·a·e / O⌉} prompt tokens
 * beside {@code b} sequences; both must fit into {@code M} tokens. With {@code L = I + O/2} tokens per sequence:
 * {@code itl = time(q, b, b·L) / a}; a new prompt comes behind the {@code q} tokens of the pass, so
 * {@code ttft = time(q + e)} in chunks of {@code M} beside the same sequences, and what a prompt takes once beside that if
 * it is known; the engine serves {@code b / (O·itl)}.
 */
public final class AggregatedCapacity implements EngineCapacity {
    private final PassTime time;
    private final double overheadMs;
    private final EngineLimits limits;
    private final double ttftTargetMs;
    private final double itlTargetMs;
    private final BatchSearch search;

    /**
     * @param time how long mixed passes take
     * @param ttftTargetMs target for time to first token, ms
     * @param itlTargetMs target for inter-token latency, ms
     */
    public AggregatedCapacity(
            PassTime time, EngineLimits limits, double ttftTargetMs, double itlTargetMs, BatchSearch search) {
        this.time = time;
        this.overheadMs = time instanceof TogetherTime halves ? halves.overheadMs() : 0;
        this.limits = limits;
        this.ttftTargetMs = ttftTargetMs;
        this.itlTargetMs = itlTargetMs;
        this.search = search;
    }

    @Override
    public Role role() {
        return Role.AGGREGATED;
    }

    @Override
    public Capacity of(Work work, double slowness) {
        if (!work.isSound() || work.osl() <= 0) {
            return new Capacity.None(
                    "no engine is asked for " + work.isl() + " tokens in and " + work.osl() + " tokens out");
        }
        long context = work.context();
        int most = Math.min(limits.roomFor(context), limits.tokensPerPass() - 1);
        return search.best(most, b -> at(b, work, context, slowness))
                .<Capacity>map(Capacity.Found::new)
                .orElseGet(() -> new Capacity.None("not one request of " + context
                        + " tokens fits beside its share of a"
                        + " prompt into passes of " + limits.tokensPerPass() + " tokens and " + limits.kvTokens()
                        + " KV tokens"));
    }

    private Optional<OperatingPoint> at(int batch, Work work, long context, double slowness) {
        long share = promptTokensPerPass(work, batch);
        if (share > limits.tokensPerPass() - batch) {
            return Optional.empty();
        }
        double kvTokens = (double) batch * context;
        double itlMs = slowness * time.ms((double) share, batch, kvTokens) / work.acceptedPerPass();
        double prompt = Chunks.ms(time, share + work.freshTokens(), limits.tokensPerPass(), batch, kvTokens);
        double ttftMs = slowness * (overheadMs + prompt);
        double rate = batch / (work.outputTokens() * (itlMs / 1000));
        return Optional.of(OperatingPoint.both(batch, rate, ttftMs, ttftTargetMs, itlMs, itlTargetMs));
    }

    private static long promptTokensPerPass(Work work, double inFlight) {
        return (long) Math.ceil(inFlight * work.acceptedPerPass() * work.freshTokens() / work.outputTokens());
    }

    @Override
    public OptionalDouble itlMs(Work work, double inFlight) {
        if (!work.isSound() || !(inFlight >= 0)) {
            return OptionalDouble.empty();
        }
        double share = Math.min(limits.tokensPerPass(), promptTokensPerPass(work, inFlight));
        return OptionalDouble.of(time.ms(share, inFlight, inFlight * work.context()) / work.acceptedPerPass());
    }
}
