package io.dynamoplanner.core.forwardpass;

import java.util.Optional;

/**
 * One iteration of an engine as it was observed: what was scheduled in it and how long it took. A point of a profile gives
 * one ({@link ProfilePasses}); so does a record that an engine publishes about itself.
 *
 * @param prefillRequests prompts of which some part was computed
 * @param prefillTokens prompt tokens computed in this pass: no cached ones, none of earlier chunks
 * @param prefillKvTokens KV tokens that were read for those prompts: cache hits and earlier chunks
 * @param decodeRequests sequences that got their next token
 * @param decodeKvTokens context of those sequences, prompt and output so far, tokens in sum
 * @param wallMs how long it took, ms; 0 for the heartbeat of an idle engine
 */
public record ForwardPass(
        double prefillRequests,
        double prefillTokens,
        double prefillKvTokens,
        double decodeRequests,
        double decodeKvTokens,
        double wallMs) {

    /** A pass of one prompt and nothing else. */
    public static ForwardPass prefill(double tokens, double wallMs) {
        return new ForwardPass(1, tokens, 0, 0, 0, wallMs);
    }

    /** A pass of sequences that decode and nothing else. */
    public static ForwardPass decode(double requests, double kvTokens, double wallMs) {
        return new ForwardPass(0, 0, 0, requests, kvTokens, wallMs);
    }

    /** A pass in which a chunk of a prompt was computed beside sequences that decode. */
    public static ForwardPass mixed(double tokens, double requests, double kvTokens, double wallMs) {
        return new ForwardPass(1, tokens, 0, requests, kvTokens, wallMs);
    }

    /** What kind of work it was; empty if there was none. */
    public Optional<Workload> workload() {
        boolean prefills = prefillTokens > 0;
        boolean decodes = decodeRequests > 0 || decodeKvTokens > 0;
        if (prefills) {
            return Optional.of(decodes ? Workload.MIXED : Workload.PREFILL);
        }
        return decodes ? Optional.of(Workload.DECODE) : Optional.empty();
    }

    /** Whether something can be learned from it: there was work, it took time, and all numbers are finite. */
    public boolean teaches() {
        return wallMs > 0
                && Double.isFinite(wallMs)
                && Double.isFinite(prefillTokens)
                && Double.isFinite(decodeRequests)
                && Double.isFinite(decodeKvTokens)
                && workload().isPresent();
    }
}
