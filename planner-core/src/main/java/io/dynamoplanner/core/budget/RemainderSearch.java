package io.dynamoplanner.core.budget;

/**
 * The exhaustive last step of {@link ExactFit}: where the few GPUs go that a common share leaves over.
 *
 * <p>Roles are tried from the widest to the narrowest; the narrowest one takes what is left, because every criterion only
 * gains from it up to the goal. The number of sets is the product of {@code remainder / width + 1} over the others.
 */
final class RemainderSearch {
    private final int[] least;
    private final int[] most;
    private final int[] widths;
    private final double[] need;
    private final double[] even;
    private final long goal;
    private final long budget;
    private final int[] order;

    private final int[] counts;
    private int[] best;
    private double bestServed;
    private long bestGpus;
    private double bestSpread;

    /**
     * @param least where to start; fits the goal
     * @param most largest count per role
     * @param need weights of the shares whose sum is to be large
     * @param even weights against which a set is lopsided or not
     * @param goal GPUs that are worth using
     * @param budget GPUs that must not be passed; at least the goal
     */
    RemainderSearch(int[] least, int[] most, int[] widths, double[] need, double[] even, long goal, long budget) {
        this.least = least;
        this.most = most;
        this.widths = widths;
        this.need = need;
        this.even = even;
        this.goal = goal;
        this.budget = budget;
        this.order = widestFirst(widths);
        this.counts = least.clone();
        this.best = least.clone();
        remember(Counts.gpus(least, widths));
    }

    int[] best() {
        visit(0, Counts.gpus(least, widths));
        return best;
    }

    private void visit(int depth, long used) {
        if (depth == order.length) {
            consider(used);
            return;
        }
        int role = order[depth];
        long width = widths[role];
        long room = width == 0 ? 0 : most[role] - (long) least[role];
        if (width > 0) {
            room = Math.min(room, (budget - used) / width);
            room = Math.min(room, -Math.floorDiv(used - goal, width));
        }
        boolean narrowest = depth == order.length - 1;
        for (long extra = narrowest ? Math.max(0, room) : 0; extra <= Math.max(0, room); extra++) {
            counts[role] = (int) (least[role] + extra);
            visit(depth + 1, used + extra * width);
        }
        counts[role] = least[role];
    }

    private void consider(long gpus) {
        double served = served();
        if (served != bestServed) {
            if (served < bestServed) {
                return;
            }
        } else if (Math.min(gpus, goal) != Math.min(bestGpus, goal)) {
            if (Math.min(gpus, goal) < Math.min(bestGpus, goal)) {
                return;
            }
        } else if (gpus != bestGpus) {
            if (gpus > bestGpus) {
                return;
            }
        } else {
            double spread = spread();
            if (spread > bestSpread || (spread == bestSpread && !favoursEarlierRole())) {
                return;
            }
        }
        System.arraycopy(counts, 0, best, 0, counts.length);
        remember(gpus);
    }

    private void remember(long gpus) {
        bestServed = served();
        bestGpus = gpus;
        bestSpread = spread();
    }

    private double served() {
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += CommonShare.of(counts[i], need[i]);
        }
        return sum;
    }

    private double spread() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < counts.length; i++) {
            if (even[i] > 0) {
                double share = counts[i] / even[i];
                low = Math.min(low, share);
                high = Math.max(high, share);
            }
        }
        return high - low;
    }

    private boolean favoursEarlierRole() {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != best[i]) {
                return counts[i] > best[i];
            }
        }
        return false;
    }

    private static int[] widestFirst(int[] widths) {
        int[] order = new int[widths.length];
        for (int i = 0; i < order.length; i++) {
            int at = i;
            while (at > 0 && widths[order[at - 1]] < widths[i]) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        return order;
    }
}
