package io.dynamoplanner.sim.engine;

import io.dynamoplanner.core.role.Role;

/**
 * One forward pass of one engine: a prefill of one request, or one token for every request of a batch.
 *
 * @param role role of the engine
 * @param engine counts the engines of a run, oldest first
 * @param startS when it started, s since the start of the run
 * @param wallS how long it took, s
 * @param prefillTokens prompt tokens scheduled; 0 in a decode pass
 * @param decodeRequests requests that got a token; 0 in a prefill pass
 * @param kvTokens tokens in the KV cache that the pass read, each request with the mean of its life; the length of the
 *     prompt in a prefill pass
 */
public record ForwardPass(
        Role role, long engine, double startS, double wallS, int prefillTokens, int decodeRequests, long kvTokens) {}
