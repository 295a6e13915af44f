package io.dynamoplanner.sim.serving;

import io.dynamoplanner.sim.engine.DecodeBatch;
import io.dynamoplanner.sim.engine.Pace;
import io.dynamoplanner.sim.engine.PassMeter;
import io.dynamoplanner.sim.request.RequestOutcomes;
import io.dynamoplanner.sim.request.Requests;
import java.util.Arrays;

/** How requests join and leave the batches of one role: what they need there, and what they have got when they leave. */
public final class BatchMembers {
    private final Requests requests;
    private final RequestOutcomes outcomes;
    private final Pace pace;
    private final long kvLimit;
    private final int maxBatch;

    /**
     * @param kvLimit KV capacity of one engine, tokens
     * @param maxBatch most requests on one engine
     */
    public BatchMembers(Requests requests, RequestOutcomes outcomes, Pace pace, long kvLimit, int maxBatch) {
        this.requests = requests;
        this.outcomes = outcomes;
        this.pace = pace;
        this.kvLimit = kvLimit;
        this.maxBatch = maxBatch;
    }

    /** @param passes told of the passes of the batch */
    public DecodeBatch newBatch(PassMeter passes) {
        return new DecodeBatch(pace, kvLimit, maxBatch, passes);
    }

    /**
     * KV tokens that {@code request} reserves: input and output, at most the whole cache. A request that is larger than
     * the cache has an engine for itself.
     */
    public long kvTokens(int request) {
        return Math.min(requests.totalTokens(request), kvLimit);
    }

    /** Adds {@code request}, which has its reservation, to the batch. */
    public void join(DecodeBatch batch, int request, double now) {
        int tokensToGo = requests.osl(request) - outcomes.tokens(request);
        batch.join(request, tokensToGo, requests.doubledContext(request), now);
    }

    /** Completes the members that have all their tokens now. */
    public void completeDone(DecodeBatch batch, double now) {
        batch.reachNextDone(now);
        while (batch.hasDone()) {
            int request = batch.firstDone();
            batch.leave(requests.doubledContext(request), kvTokens(request));
            outcomes.complete(request, now);
        }
        batch.changePace();
    }

    /** Empties the batch: its members, in order of arrival; each keeps the tokens that it got. */
    public int[] evict(DecodeBatch batch, double now) {
        int[] evicted = new int[batch.size()];
        for (int i = 0; i < evicted.length; i++) {
            int request = batch.member(i);
            // A token under way is lost. At least one is left to get: the next prefill yields it.
            int left = Math.max(1, (int) Math.ceil(batch.tokensToGo(i, now)));
            outcomes.interrupted(request, requests.osl(request) - outcomes.tokens(request) - left);
            evicted[i] = request;
        }
        batch.clear();
        Arrays.sort(evicted);
        return evicted;
    }
}
