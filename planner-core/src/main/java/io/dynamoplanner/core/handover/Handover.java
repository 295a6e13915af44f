package io.dynamoplanner.core.handover;

import io.dynamoplanner.core.attainment.Headroom;
import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.constraint.RoleHistory.Wish;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the next process, or the next leader, has to know and cannot find out by looking: growth that still waits, what was
 * wished for lately, how often the direction changed, how far the engine models were corrected, what missed requests
 * have taught, how long replicas took to
 * start. What was forecast is not
 * part of it: that is learned again from the recorded traffic.
 *
 * @param at when it was true
 * @param pending counts that the last plan headed for and had not written yet; roles that were where they should be are
 *     absent
 * @param history earlier decisions, role by role
 * @param corrections factor between reality and engine model, role by role
 * @param startUps how long new replicas took until they served, role by role
 * @param headroom what the share of requests inside the targets has taught, role by role
 */
public record Handover(
        Instant at,
        PerRole<Integer> pending,
        PerRole<RoleHistory> history,
        PerRole<Double> corrections,
        PerRole<StartUpTimes> startUps,
        PerRole<Headroom> headroom) {
    /** A factor that moved by less than this share is not worth a write. */
    private static final double FACTOR_STEP = 0.05;

    private static final long WINDOWS_STEP = 60;

    private static final String AUTHOR = "handover";
    private static final int PRIORITY = 10;

    public Handover {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(pending, "pending");
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(corrections, "corrections");
        Objects.requireNonNull(startUps, "startUps");
        Objects.requireNonNull(headroom, "headroom");
    }

    /** What to hand over after a tick. */
    public static Handover of(PlannerState after, Plan plan) {
        PerRole<Integer> pending = PerRole.empty();
        for (var entry : plan.roles()) {
            if (entry.value().waits()
                    && entry.value().target().replicas() > entry.value().now()) {
                pending = pending.with(entry.role(), entry.value().target().replicas());
            }
        }
        return new Handover(
                plan.at(),
                pending,
                after.history().map((role, history) -> essence(history)),
                after.corrections(),
                after.startUps().map((role, times) -> times.unwatched()),
                after.headroom());
    }

    /** Of the wishes only those that a later one has not reached: the others can never bind again. */
    private static RoleHistory essence(RoleHistory history) {
        var kept = new ArrayList<Wish>();
        List<Wish> wishes = history.wishes();
        int most = -1;
        for (int i = wishes.size() - 1; i >= 0; i--) {
            if (wishes.get(i).replicas() > most) {
                most = wishes.get(i).replicas();
                kept.add(0, wishes.get(i));
            }
        }
        return new RoleHistory(
                kept, history.lastDirection(), history.reversals(), history.window(), history.base(), history.served());
    }

    /**
     * Whether a successor would act differently knowing this instead of {@code older}. Times of unchanged wishes and small
     * moves of a correction do not count, so that nothing is written while nothing happens.
     */
    public boolean differsFrom(Handover older) {
        return !pending.equals(older.pending)
                || !history.roles().equals(older.history.roles())
                || history.roles().stream().anyMatch(role -> differs(role, older));
    }

    private boolean differs(Role role, Handover older) {
        RoleHistory mine = history.get(role);
        RoleHistory theirs = older.history.get(role);
        return mine.lastDirection() != theirs.lastDirection()
                || mine.reversals().size() != theirs.reversals().size()
                || !counts(mine).equals(counts(theirs))
                || startUps.getOr(role, StartUpTimes.NONE).differsFrom(older.startUps.getOr(role, StartUpTimes.NONE))
                || moved(corrections.getOr(role, 1.0), older.corrections.getOr(role, 1.0))
                || learnedMore(headroom.getOr(role, Headroom.NONE), older.headroom.getOr(role, Headroom.NONE));
    }

    /** How often something was learned counts now and then, so that a planner which restarts often gets there, too. */
    private static boolean learnedMore(Headroom mine, Headroom theirs) {
        return moved(mine.factor(), theirs.factor())
                || mine.windows() / WINDOWS_STEP != theirs.windows() / WINDOWS_STEP;
    }

    private static boolean moved(double factor, double before) {
        return Math.abs(factor - before) > FACTOR_STEP * before;
    }

    private static List<Integer> counts(RoleHistory history) {
        return history.wishes().stream().map(Wish::replicas).toList();
    }

    /**
     * A state that goes on from here.
     *
     * <p>The newest wish is taken as of {@code now}: had another one followed, it would have been handed over. Pending
     * growth stands as a proposal until the demand is known again, at most for {@code patience}.
     *
     * @param fresh a state that has learned from the recorded traffic
     * @param since wishes older than this have no say any more
     */
    public PlannerState resume(PlannerState fresh, Instant now, Instant since, Duration patience) {
        PerRole<RoleHistory> resumed = fresh.history()
                .map((role, none) ->
                        history.find(role).map(h -> asOf(h, now, since)).orElse(none));
        PlannerState state = new PlannerState(
                fresh.demand(),
                fresh.corrections().map((role, none) -> corrections.getOr(role, none)),
                resumed,
                fresh.startUps().map((role, none) -> startUps.getOr(role, none)),
                fresh.headroom().map((role, none) -> headroom.getOr(role, none)),
                fresh.standing(),
                fresh.grant());
        for (var entry : pending) {
            state = state.hearing(Proposal.atLeast(
                    entry.role(),
                    entry.value(),
                    "growth that was waiting when the last leader stopped",
                    AUTHOR,
                    PRIORITY,
                    now.plus(patience)));
        }
        return state;
    }

    private static RoleHistory asOf(RoleHistory history, Instant now, Instant since) {
        List<Wish> wishes = history.wishes();
        var kept = new ArrayList<Wish>(wishes.size());
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            boolean newest = i == wishes.size() - 1;
            if (newest) {
                kept.add(new Wish(wish.window(), now, wish.replicas()));
            } else if (!wish.at().isBefore(since)) {
                kept.add(wish);
            }
        }
        return new RoleHistory(
                kept, history.lastDirection(), history.reversals(), history.window(), history.base(), history.served());
    }
}
