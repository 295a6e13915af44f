package io.dynamoplanner.core.budget;

/**
 * Max-min sharing in whole replicas: the highest share that all roles can have at once.
 *
 * <p>A share {@code s} costs {@code Σ g·n(s)}, where {@code n(s)} is the smallest count with {@code n / weight >= s}. The
 * cost only rises with {@code s}, and the best share is one that some role has exactly, so it is found by one binary
 * search per role over that role's counts.
 */
final class CommonShare {
    private CommonShare() {}

    /** Share of the weight that {@code count} replicas serve, 0 to 1; a role without weight is always served. */
    static double of(int count, double weight) {
        return weight <= 0 ? 1 : Math.min(1, count / weight);
    }

    /**
     * Raises {@code counts} in place to the highest common share that at most {@code budget} GPUs pay for.
     *
     * @param counts where to start; must fit the budget
     * @param most largest count per role
     */
    static void raise(int[] counts, int[] most, double[] weights, int[] widths, long budget) {
        double best = -1;
        for (int i = 0; i < counts.length; i++) {
            long low = counts[i];
            long high = most[i];
            while (low <= high) {
                long middle = (low + high) / 2;
                double share = of((int) middle, weights[i]);
                if (isAffordable(share, counts, most, weights, widths, budget)) {
                    best = Math.max(best, share);
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] = least(best, counts[i], most[i], weights[i]);
        }
    }

    private static boolean isAffordable(
            double share, int[] counts, int[] most, double[] weights, int[] widths, long budget) {
        long cost = 0;
        for (int i = 0; i < counts.length; i++) {
            if (of(most[i], weights[i]) < share) {
                return false;
            }
            cost += (long) least(share, counts[i], most[i], weights[i]) * widths[i];
            if (cost > budget) {
                return false;
            }
        }
        return true;
    }

    /** The smallest count in {@code [from, most]} that has the share; the product is off by rounding at most. */
    private static int least(double share, int from, int most, double weight) {
        if (of(from, weight) >= share) {
            return from;
        }
        int n = Math.max(from, Math.min(most, (int) Math.ceil(share * weight)));
        while (n > from && of(n - 1, weight) >= share) {
            n--;
        }
        while (n < most && of(n, weight) < share) {
            n++;
        }
        return n;
    }
}
