package io.dynamoplanner.core.traffic;

/**
 * Plain numbers of one window, when they are known: from a trace, for warm-up, for a hindsight policy.
 *
 * @param requests requests in the window
 * @param isl mean input length, tokens; 0 when there was no request
 * @param osl mean output length, tokens; 0 when there was no request
 */
public record TrafficSample(double requests, double isl, double osl) {
    public static final TrafficSample IDLE = new TrafficSample(0, 0, 0);

    public TrafficSample {
        if (!Double.isFinite(requests) || !Double.isFinite(isl) || !Double.isFinite(osl)) {
            throw new IllegalArgumentException("requests, isl and osl of a window must be finite, got " + requests
                    + ", " + isl + ", " + osl + "; leave out a window that is not known");
        }
    }
}
