package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.role.PerRole;

/**
 * Another fit, without trading replicas back and forth at the ceiling.
 *
 * <p>Where GPUs are short the best set follows every tremble of the demand: one engine less here, one more there, and each
 * trade costs a start. So no role gives up replicas that it still needs, as long as the worst-served role gets at least
 * {@value #GOOD_ENOUGH} of the share that the best set would give it.
 */
public final class SteadyFit implements BudgetFit {
    private static final double GOOD_ENOUGH = 0.9;

    private final BudgetFit best;

    public SteadyFit(BudgetFit best) {
        this.best = best;
    }

    @Override
    public String name() {
        return "steady " + best.name();
    }

    @Override
    public BudgetResult fit(BudgetRequest request) {
        BudgetResult traded = best.fit(request);
        PerRole<Integer> kept = request.wanted()
                .map((role, wanted) -> Math.max(
                        request.floors().get(role),
                        Math.min(wanted, request.current().get(role))));
        boolean takes = false;
        for (int i = 0; i < kept.size(); i++) {
            takes |= traded.targets().valueAt(i) < kept.valueAt(i);
        }
        if (!takes || request.gpuCeiling() < 0 || request.gpus(kept) > request.gpuCeiling()) {
            return traded;
        }
        BudgetResult steady = best.fit(new BudgetRequest(
                request.current(),
                request.wanted(),
                request.gpusPerReplica(),
                kept,
                request.need(),
                request.gpuFloor(),
                request.gpuCeiling()));
        return worstShare(request, steady) >= GOOD_ENOUGH * worstShare(request, traded) ? steady : traded;
    }

    private static double worstShare(BudgetRequest request, BudgetResult result) {
        double worst = 1;
        for (int i = 0; i < result.targets().size(); i++) {
            double need = request.need().valueAt(i);
            if (need > 0) {
                worst = Math.min(worst, result.targets().valueAt(i) / need);
            }
        }
        return worst;
    }
}
