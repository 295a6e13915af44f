package io.dynamoplanner.core.attainment;

import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Closes the loop from what requests got to what roles are sized for: it moves the {@link Headroom} of each role until the
 * stated share of the requests meets the targets (integral control of the miss rate, as adaptive conformal inference does it
 * for a quantile).
 *
 * <p>After each window {@code factor ← factor · exp(η·w·(m − (1 − a)))}, with {@code a} the stated share, {@code m} the share
 * that missed a target ({@value #MOST_MISSES} times {@code 1 − a} at most) and {@code w} the requests that came over those of
 * a usual window. While more miss than may, the roles grow in proportion to the misses that are theirs; while fewer do, all
 * give way, and the one that misses nothing gives way for longest. The two balance where the stated share is reached,
 * whatever the traffic is like and however wrong the engine model, but for the misses that the bound does not count. Of
 * prefill it is the share of first tokens in time, of decode that of the gaps between tokens.
 *
 * <p>Misses come in bursts. So the first windows are only looked at, steps are small, and a window in which everything fails
 * is undone by {@value #MOST_MISSES} in which nothing does. What is unknown teaches nothing. More headroom is not learned by
 * a role that did not get what it asked for or whose engines still start, since asking for more would not have helped; less
 * is not learned by one that has more than it asked for, or a single engine.
 */
public final class AttainmentFeedback {
    /** How far a window in which every request misses moves the logarithm of the factor. */
    private static final double RATE = 0.1;

    /** With fewer windows, one burst more or less decides which side of the target a fleet is on. */
    private static final long SETTLED = 60;

    /** Misses of a window count as so many times those that may be at most. */
    private static final int MOST_MISSES = 10;

    /** A single burst is no new traffic: it counts as so many usual windows at most. */
    private static final double MOST_WINDOWS = 2;

    private static final double NEWEST_WEIGHT = 0.1;

    /** Bounds of the factor: a promise that cannot be kept must not take the whole budget, nor an easy one the last engine. */
    private static final double LEAST = 0.7;

    private static final double MOST = 3;

    private final double attainment;
    private final boolean learns;
    private final Headroom unseen;

    /**
     * A loop, or what stands in for one.
     *
     * @param attainment share of the requests that should meet the targets, above 0 and below 1
     * @param learns whether the headroom follows what requests got
     * @param unseen times the demand that is sized for while nobody has seen what they get; not below 1
     */
    public AttainmentFeedback(double attainment, boolean learns, double unseen) {
        if (!(attainment > 0 && attainment < 1)) {
            throw new IllegalArgumentException("attainment must lie between 0 and 1, got " + attainment);
        }
        if (!(unseen >= 1 && unseen <= MOST)) {
            throw new IllegalArgumentException(
                    "what is not seen takes 1 to " + MOST + " times the demand, got " + unseen);
        }
        this.attainment = attainment;
        this.learns = learns;
        this.unseen = Headroom.unlearned(unseen);
    }

    /** Nothing is learned, and the demand is sized for as it is stated. */
    public static AttainmentFeedback none() {
        return new AttainmentFeedback(0.5, false, 1);
    }

    /** The headroom before anything was seen. */
    public Headroom unseen() {
        return unseen;
    }

    /**
     * The headroom of every role after these windows.
     *
     * @param fleet replicas as they are
     * @param history earlier decisions, role by role
     */
    public PerRole<Headroom> after(
            PerRole<Headroom> before, List<TrafficWindow> windows, Fleet fleet, PerRole<RoleHistory> history) {
        if (!learns) {
            return before.map((role, headroom) -> unseen);
        }
        PerRole<Headroom> learned = before;
        for (TrafficWindow window : windows) {
            learned = after(learned, window, fleet, history);
        }
        return learned;
    }

    private PerRole<Headroom> after(
            PerRole<Headroom> before, TrafficWindow window, Fleet fleet, PerRole<RoleHistory> history) {
        double requests = window.get(Signal.REQUESTS).value().orElse(0);
        PerRole<OptionalDouble> missed = before.map((role, headroom) -> missed(role, window));
        double all = 0;
        for (var entry : missed) {
            all += entry.value().orElse(Double.NaN);
        }
        if (Double.isNaN(all) || !(requests > 0)) {
            return before;
        }
        double allowed = 1 - attainment;
        double error = Math.min(Math.min(1, MOST_MISSES * allowed), all) - allowed;
        double sum = all;
        return before.map((role, headroom) -> {
            double own = error <= 0 ? error : error * missed.get(role).orElseThrow() / sum;
            int wished = history.getOr(role, RoleHistory.NONE).newestWish();
            return learned(headroom, window, requests, ofUse(own, wished, fleet.role(role)));
        });
    }

    /** Only what another count of replicas would have changed is to be learned. */
    private static double ofUse(double error, int wished, RoleFleet fleet) {
        boolean less = wished > fleet.desired() || fleet.ready() < fleet.desired();
        boolean more = wished < fleet.desired() || wished <= 1;
        return (less && error > 0) || (more && error < 0) ? 0 : error;
    }

    private static Headroom learned(Headroom before, TrafficWindow window, double requests, double error) {
        if (!window.end().isAfter(before.until())) {
            return before;
        }
        boolean first = before.windows() == 0;
        double usual = first ? requests : before.requests() + NEWEST_WEIGHT * (requests - before.requests());
        double weight = Math.min(MOST_WINDOWS, requests / usual);
        double known = first ? 1 : before.factor();
        double factor = before.windows() < SETTLED ? known : known * StrictMath.exp(RATE * weight * error);
        return new Headroom(Math.min(MOST, Math.max(LEAST, factor)), before.windows() + 1, usual, window.end());
    }

    /** Share that a role was too slow for; empty if it is not known. */
    private static OptionalDouble missed(Role role, TrafficWindow window) {
        double share = 0;
        for (Signal signal : toldBy(role)) {
            OptionalDouble inside = window.get(signal).value();
            if (inside.isEmpty()) {
                return inside;
            }
            share += 1 - inside.getAsDouble();
        }
        return OptionalDouble.of(Math.min(1, Math.max(0, share)));
    }

    private static List<Signal> toldBy(Role role) {
        if (role.equals(Role.PREFILL)) {
            return List.of(Signal.TTFT_INSIDE);
        }
        return role.equals(Role.DECODE) ? List.of(Signal.ITL_INSIDE) : List.of(Signal.TTFT_INSIDE, Signal.ITL_INSIDE);
    }
}
