package io.dynamoplanner.sim.request;

/**
 * The traffic of a run, in order of arrival: when each request comes, and its input and output length.
 *
 * <p>Requests are known by their position everywhere in the simulation; what happens to them is kept in arrays of the
 * same length ({@link RequestOutcomes}), and no object is made per request.
 */
public final class Requests {
    private final double[] arrivalS;
    private final int[] isl;
    private final int[] osl;
    private final double durationS;

    private Requests(double[] arrivalS, int[] isl, int[] osl, double durationS) {
        this.arrivalS = arrivalS;
        this.isl = isl;
        this.osl = osl;
        this.durationS = durationS;
    }

    /** Requests of a run that ends with the last arrival, rounded up to a whole second. */
    public static Requests of(double[] arrivalS, int[] isl, int[] osl) {
        double last = arrivalS.length == 0 ? 0 : arrivalS[arrivalS.length - 1];
        return of(arrivalS, isl, osl, Math.max(1.0, Math.ceil(last)));
    }

    /**
     * Requests of a run of {@code durationS} seconds.
     *
     * @param arrivalS seconds since the start of the run, ascending, not negative
     * @param isl input lengths, tokens; not negative
     * @param osl output lengths, tokens; not negative
     * @param durationS length of the run; positive, not before the last arrival
     * @throws IllegalArgumentException naming the array, the position and the value that breaks these rules
     */
    public static Requests of(double[] arrivalS, int[] isl, int[] osl, double durationS) {
        int n = arrivalS.length;
        if (isl.length != n || osl.length != n) {
            throw new IllegalArgumentException(
                    "arrivalS, isl and osl must be equally long, got " + n + ", " + isl.length + " and " + osl.length);
        }
        double before = 0;
        for (int i = 0; i < n; i++) {
            if (!(arrivalS[i] >= before)) {
                throw new IllegalArgumentException("arrivalS[" + i + "] = " + arrivalS[i] + " comes before " + before
                        + ": sort the requests by arrival, in seconds since the start of the run");
            }
            if (isl[i] < 0 || osl[i] < 0) {
                throw new IllegalArgumentException("request " + i + " has a negative length: isl " + isl[i] + ", osl "
                        + osl[i] + "; remove it from the trace");
            }
            before = arrivalS[i];
        }
        if (!(durationS > 0 && durationS >= before && durationS < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("durationS = " + durationS
                    + " must be positive, finite and not before the last arrival at " + before);
        }
        return new Requests(arrivalS.clone(), isl.clone(), osl.clone(), durationS);
    }

    public int size() {
        return arrivalS.length;
    }

    /** Length of the run, s. */
    public double durationS() {
        return durationS;
    }

    /** Arrival of request {@code i}, s since the start of the run. */
    public double arrivalS(int i) {
        return arrivalS[i];
    }

    public int isl(int i) {
        return isl[i];
    }

    public int osl(int i) {
        return osl[i];
    }

    /** Input plus output length: the KV tokens of request {@code i} when it is done. */
    public long totalTokens(int i) {
        return (long) isl[i] + osl[i];
    }

    /**
     * Twice the mean number of tokens that request {@code i} has in the KV cache over its life, {@code 2·isl + osl};
     * doubled to stay a whole number, so that sums over a batch are exact.
     */
    public long doubledContext(int i) {
        return 2L * isl[i] + osl[i];
    }

    /** Longest mean context of all requests, tokens; at least 1. */
    public double longestContext() {
        long longest = 2;
        for (int i = 0; i < isl.length; i++) {
            longest = Math.max(longest, doubledContext(i));
        }
        return longest / 2.0;
    }

    /** Most tokens that one request ever has, input and output together. */
    public long mostTokens() {
        long most = 0;
        for (int i = 0; i < isl.length; i++) {
            most = Math.max(most, totalTokens(i));
        }
        return most;
    }
}
