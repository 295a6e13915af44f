package io.dynamoplanner.core.budget;

import static io.dynamoplanner.core.budget.BudgetNote.GUARD_HOLD;
import static io.dynamoplanner.core.budget.BudgetNote.RECONCILE;

import io.dynamoplanner.core.budget.ProportionalClamp.Growth;
import java.util.Optional;

/**
 * The GPU band as a throughput decision of the reference's release 1.6 applies it. One or two roles.
 *
 * <p>Two steps. {@link #fitCeiling} fits the wish under the ceiling alone. Then the whole band guards the change: a fleet
 * outside its band is brought back whatever the wish ({@code gpu_budget_reconcile}), and a change that would leave the
 * band, or would turn a role around, is refused as a whole ({@code gpu_budget_guard_hold}). A role that runs below its
 * replica floor skips the guard: the wish is clamped proportionally instead.
 */
public final class DirectionalGuardFit implements BudgetFit {
    @Override
    public String name() {
        return "directional-guard";
    }

    @Override
    public BudgetResult fit(BudgetRequest request) {
        OneOrTwoRoles.require(request, name());
        BudgetResult underCeiling = fitCeiling(request);
        BudgetResult guarded = request.wanted().size() == 1
                ? guardSingle(request, underCeiling.targets().valueAt(0))
                : guardPair(request, Pair.of(underCeiling.targets()));
        boolean unchanged = guarded.targets().equals(request.current());
        return unchanged && guarded.note().isEmpty()
                ? new BudgetResult(guarded.targets(), underCeiling.note())
                : guarded;
    }

    /**
     * The first step alone. With load scaling on this is the lower bound that a throughput decision leaves behind. Noted
     * as a hold if a change was wanted and the fit gave none.
     */
    public BudgetResult fitCeiling(BudgetRequest request) {
        OneOrTwoRoles.require(request, name());
        var wish = request.wish();
        var band = request.band().withoutFloor();
        var widths = request.gpusPerReplica();
        var floors = request.floors();
        var current = request.current();
        var fitted = wish.size() == 1
                ? wish.map((role, n) -> DirectionalGuard.single(
                                current.get(role), n, widths.get(role), band, floors.get(role))
                        .target())
                : fitPair(Pair.of(current), Pair.of(wish), Pair.of(widths), band, Pair.of(floors))
                        .toRoles(wish);
        boolean held = fitted.equals(current) && !wish.equals(current);
        return held ? BudgetResult.of(fitted, GUARD_HOLD) : BudgetResult.of(fitted);
    }

    /**
     * Reductions of two roles above the GPU floor alone, to the GPU: the pair between current and wanted that is closest to
     * wanted, or current if there is none. For a decision while replicas start.
     */
    public BudgetResult fitFloor(BudgetRequest request) {
        OneOrTwoRoles.require(request, name());
        Pair fitted = DirectionalGuard.fit(
                Pair.of(request.current()),
                Pair.of(request.wanted()),
                Pair.of(request.gpusPerReplica()),
                request.band().withoutCeiling(),
                Pair.of(request.floors()));
        return BudgetResult.of(fitted.toRoles(request.wanted()));
    }

    private static Pair fitPair(Pair current, Pair wish, Pair widths, GpuBand band, Pair floors) {
        return current.anyBelow(floors)
                ? ProportionalClamp.pair(wish, widths, band, floors, Growth.KEEPS_SECOND)
                : DirectionalGuard.fit(current, wish, widths, band, floors);
    }

    private static BudgetResult guardSingle(BudgetRequest request, int proposed) {
        int current = request.current().valueAt(0);
        int width = request.gpusPerReplica().valueAt(0);
        int floor = request.floors().valueAt(0);
        var band = request.band();
        var outcome = current < floor
                ? new DirectionalGuard.SingleOutcome(
                        ProportionalClamp.single(Math.max(proposed, floor), width, band, floor), Optional.of(RECONCILE))
                : DirectionalGuard.single(current, proposed, width, band, floor);
        return new BudgetResult(request.wanted().map((role, n) -> outcome.target()), outcome.note());
    }

    private static BudgetResult guardPair(BudgetRequest request, Pair proposed) {
        Pair current = Pair.of(request.current());
        Pair widths = Pair.of(request.gpusPerReplica());
        Pair floors = Pair.of(request.floors());
        var band = request.band();
        var outcome = current.anyBelow(floors)
                ? new DirectionalGuard.PairOutcome(
                        ProportionalClamp.pair(proposed.max(floors), widths, band, floors, Growth.KEEPS_SECOND),
                        Optional.of(RECONCILE))
                : DirectionalGuard.pair(current, proposed, widths, band, floors);
        return new BudgetResult(outcome.targets().toRoles(request.wanted()), outcome.note());
    }
}
