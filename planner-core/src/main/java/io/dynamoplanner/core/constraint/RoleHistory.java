package io.dynamoplanner.core.constraint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was decided for one role before, as far as later decisions need it.
 *
 * @param wishes wishes of the newest windows, oldest first; of one window the newest, and those before it that were
 *     larger
 * @param lastDirection direction of the newest change: 1 up, −1 down, 0 none yet
 * @param reversals when the direction of change reversed, oldest first
 * @param window window that {@code base} belongs to; −2 before the first decision, since −1 is a decision that was made
 *     before the first window was complete
 * @param base replicas when that window was first decided on: step limits count from here, however often a window is
 *     looked at
 * @param served ready replicas when that window was first decided on
 */
public record RoleHistory(
        List<Wish> wishes, int lastDirection, List<Instant> reversals, long window, int base, int served) {
    public static final RoleHistory NONE = new RoleHistory(List.of(), 0, List.of(), -2, 0, 0);

    public RoleHistory {
        wishes = List.copyOf(wishes);
        reversals = List.copyOf(reversals);
    }

    /** What the demand of one window asked for. */
    public record Wish(long window, Instant at, int replicas) {}

    /** The largest wish at or after {@code since}; empty if there is none. */
    public Optional<Wish> largestSince(Instant since) {
        Wish best = null;
        for (Wish wish : wishes) {
            if (!wish.at().isBefore(since) && (best == null || wish.replicas() > best.replicas())) {
                best = wish;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Replicas wished for last; 0 if there is no wish. */
    public int newestWish() {
        return wishes.isEmpty() ? 0 : wishes.get(wishes.size() - 1).replicas();
    }

    public long reversalsSince(Instant since) {
        long count = 0;
        for (Instant at : reversals) {
            if (!at.isBefore(since)) {
                count++;
            }
        }
        return count;
    }

    /**
     * The history after a decision.
     *
     * @param wish what the demand asked for
     * @param from replicas before
     * @param to replicas written, equal to {@code from} if nothing was
     * @param forget wishes and reversals before this are no longer needed
     */
    public RoleHistory after(long decided, Instant now, int wish, int from, int to, int ready, Instant forget) {
        int direction = Integer.signum(to - from);
        boolean reversed = direction != 0 && lastDirection != 0 && direction != lastDirection;
        var keptWishes = new ArrayList<Wish>(wishes.size() + 1);
        for (Wish w : wishes) {
            // a larger wish of the same window stands: looking at a window again must not shorten its memory
            if (!w.at().isBefore(forget) && (w.window() != decided || w.replicas() > wish)) {
                keptWishes.add(w);
            }
        }
        keptWishes.add(new Wish(decided, now, wish));
        var keptReversals = new ArrayList<Instant>(reversals.size() + 1);
        for (Instant at : reversals) {
            if (!at.isBefore(forget)) {
                keptReversals.add(at);
            }
        }
        if (reversed) {
            keptReversals.add(now);
        }
        boolean sameWindow = decided == window;
        return new RoleHistory(
                keptWishes,
                direction == 0 ? lastDirection : direction,
                keptReversals,
                decided,
                sameWindow ? base : from,
                sameWindow ? served : ready);
    }

    /** The same history with another memory of directions. */
    public RoleHistory directed(int direction, List<Instant> changes) {
        return new RoleHistory(wishes, direction, changes, window, base, served);
    }
}
