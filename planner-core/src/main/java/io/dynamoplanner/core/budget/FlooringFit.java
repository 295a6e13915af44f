package io.dynamoplanner.core.budget;

import java.util.Arrays;

/**
 * The ceiling of the reference's release 1.0.
 *
 * <p>Several roles: a wish that needs more than {@code B} GPUs is scaled by {@code s = B / total} and rounded down, each
 * role leaving room for the floors of those after it; the last role takes all GPUs that are left, even more than it
 * asked for. One role: {@code floor(n·(B / (n·g)))}, which can lose a replica to floating point (22 replicas of one GPU
 * under a ceiling of 15 become 14). Floors that do not fit under the ceiling give zero replicas everywhere.
 */
public final class FlooringFit implements BudgetFit {
    @Override
    public String name() {
        return "flooring";
    }

    @Override
    public BudgetResult fit(BudgetRequest request) {
        int[] wish = Counts.of(request.wish());
        int[] widths = Counts.of(request.gpusPerReplica());
        int[] floors = Counts.of(request.floors());
        int ceiling = request.gpuCeiling();
        if (ceiling < 0 || Counts.gpus(wish, widths) <= ceiling) {
            return BudgetResult.of(request.wish());
        }
        if (Counts.gpus(floors, widths) > ceiling) {
            return BudgetResult.of(Counts.toRoles(new int[wish.length], request.wanted()), BudgetNote.INFEASIBLE);
        }
        int[] targets = wish.length == 1 ? single(wish, widths, floors, ceiling) : joint(wish, widths, floors, ceiling);
        return BudgetResult.of(Counts.toRoles(targets, request.wanted()), BudgetNote.CLAMPED);
    }

    private static int[] single(int[] wish, int[] widths, int[] floors, int ceiling) {
        double scale = (double) ceiling / ((long) wish[0] * widths[0]);
        return new int[] {Math.max(floors[0], (int) Math.floor(wish[0] * scale))};
    }

    /** Scales {@code wish} down to the ceiling; the floors must fit under it and the wish must not. */
    static int[] joint(int[] wish, int[] widths, int[] floors, int ceiling) {
        double scale = (double) ceiling / Counts.gpus(wish, widths);
        int[] targets = Arrays.copyOf(wish, wish.length);
        long left = ceiling;
        long floorsAfter = Counts.gpus(floors, widths);
        int last = wish.length - 1;
        for (int i = 0; i <= last; i++) {
            floorsAfter -= (long) floors[i] * widths[i];
            if (widths[i] > 0) {
                long most = (left - floorsAfter) / widths[i];
                long scaled = i < last ? (long) Math.floor(wish[i] * scale) : most;
                targets[i] = (int) Math.max(floors[i], Math.min(most, scaled));
            }
            left -= (long) targets[i] * widths[i];
        }
        return targets;
    }
}
