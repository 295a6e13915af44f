package io.dynamoplanner.data.trace;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws the requests of a trace at another rate; see {@link Trace#rateScale}. */
final class RateScale {
    private static final double JITTER_SECONDS = 0.5;
    private static final int MAX_REQUESTS = 200_000_000;

    private RateScale() {}

    static Trace apply(Trace trace, double factor, long seed) {
        double whole = Math.floor(factor);
        double fraction = factor - whole;
        double most = trace.size() * Math.ceil(factor);
        if (most > MAX_REQUESTS) {
            throw new IllegalArgumentException("rate scale " + factor + " makes " + trace.size()
                    + " requests more than " + MAX_REQUESTS + "; choose a smaller factor");
        }
        var random = new SplittableRandom(seed);
        double[] arrivals = new double[(int) most];
        int[] isl = new int[(int) most];
        int[] osl = new int[(int) most];
        int n = 0;
        for (int i = 0; i < trace.size(); i++) {
            int copies = (int) whole + (random.nextDouble() < fraction ? 1 : 0);
            for (int copy = 0; copy < copies; copy++) {
                double delay = copy == 0 ? 0 : JITTER_SECONDS * random.nextDouble();
                arrivals[n] = Math.min(trace.arrivalSeconds(i) + delay, trace.endSeconds());
                isl[n] = trace.isl(i);
                osl[n] = trace.osl(i);
                n++;
            }
        }
        return Trace.sorted(Arrays.copyOf(arrivals, n), Arrays.copyOf(isl, n), Arrays.copyOf(osl, n));
    }
}
