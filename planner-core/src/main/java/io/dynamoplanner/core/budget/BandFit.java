package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.budget.ProportionalClamp.Growth;

/**
 * The GPU band of the reference's release 1.5: the wish is scaled down to the ceiling or up to the floor, whatever runs
 * now. One or two roles.
 */
public final class BandFit implements BudgetFit {
    @Override
    public String name() {
        return "band";
    }

    @Override
    public BudgetResult fit(BudgetRequest request) {
        OneOrTwoRoles.require(request, name());
        var wish = request.wish();
        var widths = request.gpusPerReplica();
        var floors = request.floors();
        var band = request.band();
        var targets = wish.size() == 1
                ? wish.map((role, n) -> ProportionalClamp.single(n, widths.get(role), band, floors.get(role)))
                : ProportionalClamp.pair(
                                Pair.of(wish), Pair.of(widths), band, Pair.of(floors), Growth.MAY_SHRINK_SECOND)
                        .toRoles(wish);
        return targets.equals(wish) ? BudgetResult.of(wish) : BudgetResult.of(targets, BudgetNote.CLAMPED);
    }
}
