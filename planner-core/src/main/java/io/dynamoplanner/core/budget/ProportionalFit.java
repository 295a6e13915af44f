package io.dynamoplanner.core.budget;

/**
 * The GPU band as a throughput decision of the reference's release 1.5 applies it: the wish is scaled into the band, down to
 * the ceiling or up to the floor, whatever runs now. One or two roles.
 *
 * <p>Growing to the floor can take replicas from the second role, and floors that do not fit under the ceiling give zero
 * replicas; both are the reference's behaviour.
 */
public final class ProportionalFit implements BudgetFit {
    @Override
    public String name() {
        return "proportional";
    }

    @Override
    public BudgetResult fit(BudgetRequest request) {
        OneOrTwoRoles.require(request, name());
        var wish = request.wish();
        var band = request.band();
        var fitted = wish.size() == 1
                ? wish.map((role, n) -> ProportionalClamp.single(
                        n,
                        request.gpusPerReplica().get(role),
                        band,
                        request.floors().get(role)))
                : ProportionalClamp.pair(
                                Pair.of(wish),
                                Pair.of(request.gpusPerReplica()),
                                band,
                                Pair.of(request.floors()),
                                ProportionalClamp.Growth.MAY_SHRINK_SECOND)
                        .toRoles(wish);
        return fitted.equals(wish) ? BudgetResult.of(fitted) : BudgetResult.of(fitted, BudgetNote.CLAMPED);
    }
}
