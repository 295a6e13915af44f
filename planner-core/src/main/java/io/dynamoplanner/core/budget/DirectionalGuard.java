package io.dynamoplanner.core.budget;

import static io.dynamoplanner.core.budget.BudgetNote.GUARD_HOLD;
import static io.dynamoplanner.core.budget.BudgetNote.RECONCILE;

import io.dynamoplanner.core.budget.ProportionalClamp.Growth;
import java.util.Optional;

/**
 * The budget arithmetic that the reference's release 1.6 added: a fit that moves only between the current replicas and
 * the proposal, and guards that refuse a change rather than reverse its direction.
 */
final class DirectionalGuard {
    private DirectionalGuard() {}

    record PairOutcome(Pair targets, Optional<BudgetNote> note) {}

    record SingleOutcome(int target, Optional<BudgetNote> note) {}

    /**
     * The pair between {@code current} and {@code proposed} that lies in the band, respects the floors and is closest
     * to the proposal; {@code current} if there is none. If the roles move in opposite directions, either both move or
     * none does.
     *
     * <p>Closeness is, in this order: replicas missing from the proposal; skew {@code |Δ₁·wish₂ − Δ₂·wish₁|} between the
     * moves made and the moves wished; the larger move; the smaller first and then second count. For a given first
     * count only one second count can win, the admissible one nearest to the proposal, so one loop is enough.
     */
    static Pair fit(Pair current, Pair proposed, Pair widths, GpuBand band, Pair floors) {
        if (widths.first() <= 0 || widths.second() <= 0) {
            return proposed;
        }
        boolean inBand = band.position(proposed.gpus(widths), widths.widest()) == GpuBand.Position.INSIDE;
        if (inBand && !proposed.anyBelow(floors)) {
            return proposed;
        }
        int lowFirst = Math.max(Math.min(current.first(), proposed.first()), floors.first());
        int highFirst = Math.max(current.first(), proposed.first());
        int lowSecond = Math.max(Math.min(current.second(), proposed.second()), floors.second());
        int highSecond = Math.max(current.second(), proposed.second());
        if (band.hasCeiling()) {
            long most = Math.floorDiv(band.ceiling() - (long) lowSecond * widths.second(), widths.first());
            highFirst = (int) Math.max(-1, Math.min(highFirst, most));
        }
        boolean opposing = isOpposing(current, proposed);
        Pair best = current;
        Score bestScore = null;
        for (long first = lowFirst; first <= highFirst; first++) {
            long taken = first * widths.first();
            long high = highSecond;
            long low = lowSecond;
            if (band.hasCeiling()) {
                high = Math.min(high, Math.floorDiv(band.ceiling() - taken, widths.second()));
            }
            if (band.hasFloor()) {
                long least = (long) band.floor() - band.tolerance(widths.widest()) - taken;
                low = Math.max(low, -Math.floorDiv(-least, widths.second()));
            }
            if (low > high) {
                continue;
            }
            long second = Math.max(low, Math.min(high, proposed.second()));
            if (opposing && (first == current.first()) != (second == current.second())) {
                continue;
            }
            var candidate = new Pair((int) first, (int) second);
            var score = Score.of(candidate, current, proposed);
            if (bestScore == null || score.isBetterThan(bestScore)) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }

    /** Smaller is better, field by field; the loop's order settles the rest. */
    private record Score(long distance, long skew, long move) {
        static Score of(Pair candidate, Pair current, Pair proposed) {
            long movedFirst = Math.abs((long) candidate.first() - current.first());
            long movedSecond = Math.abs((long) candidate.second() - current.second());
            long wishedFirst = Math.abs((long) proposed.first() - current.first());
            long wishedSecond = Math.abs((long) proposed.second() - current.second());
            long distance = Math.abs((long) proposed.first() - candidate.first())
                    + Math.abs((long) proposed.second() - candidate.second());
            return new Score(
                    distance,
                    Math.abs(movedFirst * wishedSecond - movedSecond * wishedFirst),
                    -(movedFirst + movedSecond));
        }

        boolean isBetterThan(Score other) {
            if (distance != other.distance) {
                return distance < other.distance;
            }
            return skew != other.skew ? skew < other.skew : move < other.move;
        }
    }

    static SingleOutcome single(int current, int proposed, int width, GpuBand band, int floor) {
        if (width <= 0) {
            return new SingleOutcome(proposed, Optional.empty());
        }
        long total = (long) current * width;
        if (band.position(total, width) != GpuBand.Position.INSIDE) {
            return new SingleOutcome(ProportionalClamp.single(current, width, band, floor), Optional.of(RECONCILE));
        }
        var hold = new SingleOutcome(current, Optional.of(GUARD_HOLD));
        if (band.hasFloor() && total <= band.floor() && proposed < current) {
            return hold;
        }
        if (band.hasCeiling() && total >= band.ceiling() && proposed > current) {
            return hold;
        }
        int clamped = ProportionalClamp.single(proposed, width, band, floor);
        boolean between = clamped >= Math.min(current, proposed) && clamped <= Math.max(current, proposed);
        return between ? new SingleOutcome(clamped, Optional.empty()) : hold;
    }

    static PairOutcome pair(Pair current, Pair proposed, Pair widths, GpuBand band, Pair floors) {
        if (widths.first() <= 0 || widths.second() <= 0) {
            return new PairOutcome(proposed, Optional.empty());
        }
        long total = current.gpus(widths);
        if (band.position(total, widths.widest()) != GpuBand.Position.INSIDE) {
            Pair back = ProportionalClamp.pair(current, widths, band, floors, Growth.KEEPS_SECOND);
            return new PairOutcome(back, Optional.of(RECONCILE));
        }
        boolean down = proposed.anyBelow(current);
        boolean up = current.anyBelow(proposed);
        boolean atFloor = band.hasFloor() && total <= band.floor() && down;
        boolean atCeiling = band.hasCeiling() && total >= band.ceiling() && up;
        if (atFloor || atCeiling) {
            Pair fitted = down && up ? fit(current, proposed, widths, band, floors) : current;
            return fitted.equals(current) ? hold(current) : new PairOutcome(fitted, Optional.empty());
        }
        Pair clamped = ProportionalClamp.pair(proposed, widths, band, floors, Growth.KEEPS_SECOND);
        boolean inBand = band.position(clamped.gpus(widths), widths.widest()) == GpuBand.Position.INSIDE;
        return inBand && clamped.isBetween(current, proposed)
                ? new PairOutcome(clamped, Optional.empty())
                : hold(current);
    }

    private static PairOutcome hold(Pair current) {
        return new PairOutcome(current, Optional.of(GUARD_HOLD));
    }

    private static boolean isOpposing(Pair current, Pair proposed) {
        int first = Integer.compare(proposed.first(), current.first());
        int second = Integer.compare(proposed.second(), current.second());
        return first * second < 0;
    }
}
