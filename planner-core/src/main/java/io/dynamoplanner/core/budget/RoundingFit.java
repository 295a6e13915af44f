package io.dynamoplanner.core.budget;

/**
 * The joint ceiling of the reference's release 0.6, for any number of roles.
 *
 * <p>A wish that needs more than {@code B} GPUs is scaled by {@code s = B / total}: every role but the last gets
 * {@code round(n·s)}, ties to even, and the last one what is left, {@code round((B − used) / g)}; none falls below its
 * floor. Rounding up and the floors can carry the result above the ceiling, and the last role can get more than it
 * asked for; both are the reference's behaviour. There is no GPU floor.
 */
public final class RoundingFit implements BudgetFit {
    @Override
    public String name() {
        return "rounding";
    }

    @Override
    public BudgetResult fit(BudgetRequest request) {
        int[] counts = Counts.of(request.wish());
        int[] widths = Counts.of(request.gpusPerReplica());
        int[] floors = Counts.of(request.floors());
        int ceiling = request.gpuCeiling();
        long total = Counts.gpus(counts, widths);
        if (ceiling < 0 || total <= ceiling) {
            return BudgetResult.of(request.wish());
        }
        double scale = (double) ceiling / total;
        int last = counts.length - 1;
        long used = 0;
        for (int i = 0; i <= last; i++) {
            double share = i < last || widths[i] == 0 ? counts[i] * scale : (double) (ceiling - used) / widths[i];
            counts[i] = Math.max(floors[i], (int) Math.rint(share));
            used += (long) counts[i] * widths[i];
        }
        return BudgetResult.of(Counts.toRoles(counts, request.wanted()), BudgetNote.CLAMPED);
    }
}
