package io.dynamoplanner.sim.request;

import io.dynamoplanner.sim.metrics.FrontendCounters;
import java.util.Arrays;

/**
 * What became of each request: the life of a request as the frontend sees it. Every token that leaves an engine passes
 * here, and so does every count that the metrics show.
 */
public final class RequestOutcomes {
    private final Requests requests;
    private final FrontendCounters counters;
    private final double[] firstTokenS;
    private final double[] completedS;
    private final int[] tokens;
    private int completed;

    public RequestOutcomes(Requests requests, FrontendCounters counters) {
        this.requests = requests;
        this.counters = counters;
        this.firstTokenS = new double[requests.size()];
        this.completedS = new double[requests.size()];
        this.tokens = new int[requests.size()];
        Arrays.fill(firstTokenS, Double.NaN);
        Arrays.fill(completedS, Double.NaN);
    }

    /** Request {@code i} came in. */
    public void arrive(int i) {
        counters.started(requests.isl(i));
    }

    /**
     * A prefill of request {@code i} ended, which yields one token.
     *
     * @return whether there are more tokens to come; if not, the request is complete
     */
    public boolean prefilled(int i, double now) {
        if (tokens[i]++ == 0) {
            firstTokenS[i] = now;
            counters.firstToken(now - requests.arrivalS(i));
        }
        if (tokens[i] >= requests.osl(i)) {
            complete(i, now);
            return false;
        }
        return true;
    }

    /** Request {@code i} had to leave its engine after {@code decoded} more tokens; it keeps them. */
    public void interrupted(int i, int decoded) {
        tokens[i] += decoded;
    }

    /** The last token of request {@code i} is out. */
    public void complete(int i, double now) {
        if (!Double.isNaN(completedS[i])) {
            throw new IllegalStateException("request " + i + " completes twice: at " + completedS[i] + " and " + now);
        }
        completedS[i] = now;
        completed++;
        counters.completed(requests.osl(i), now - firstTokenS[i], now - requests.arrivalS(i));
    }

    /** Tokens of request {@code i} that are out already. */
    public int tokens(int i) {
        return tokens[i];
    }

    /** Tokens that a prefill of request {@code i} has to read: the prompt, and what came out before an interruption. */
    public int promptTokens(int i) {
        return requests.isl(i) + tokens[i];
    }

    public int completed() {
        return completed;
    }

    public boolean isComplete(int i) {
        return !Double.isNaN(completedS[i]);
    }

    /** Arrival to first token, ms; NaN if it never came. */
    public double ttftMs(int i) {
        return (firstTokenS[i] - requests.arrivalS(i)) * 1000.0;
    }

    /**
     * Mean inter-token latency, ms: first token to completion over {@code osl − 1} intervals, so waiting for the transfer
     * and for room on a decode engine counts. NaN if incomplete or if there is no interval.
     */
    public double itlMs(int i) {
        return requests.osl(i) > 1 ? (completedS[i] - firstTokenS[i]) * 1000.0 / (requests.osl(i) - 1) : Double.NaN;
    }

    /** Whether the first token came, and came within {@code targetMs}. */
    public boolean ttftInside(int i, double targetMs) {
        return ttftMs(i) <= targetMs;
    }

    /** Whether the request is complete and its mean inter-token latency, if it has one, is within {@code targetMs}. */
    public boolean itlInside(int i, double targetMs) {
        return isComplete(i) && (requests.osl(i) <= 1 || itlMs(i) <= targetMs);
    }
}
