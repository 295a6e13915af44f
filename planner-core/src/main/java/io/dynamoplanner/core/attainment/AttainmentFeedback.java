package io.dynamoplanner.core.attainment;

import io.dynamoplanner.core.fleet.Fleet;
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
 * of the requests that missed a target and {@code w} the requests of the window over those of a usual one. While more miss
 * than may, the roles grow in proportion to the misses that are theirs; while fewer do, all give way, and the one that
 * misses nothing gives way for longest. The sum of {@code w·(m − (1 − a))} over all windows is the logarithm of the factor
 * over {@code η}: as long as the factor stays inside its bounds, the share that was reached differs from the stated one by no
 * more than a constant over the number of windows, whatever the traffic is like and however wrong the engine model.
 *
 * <p>Misses come in bursts. So the first hour of windows is only looked at, and a step is small: what a single burst teaches
 * is gone in a day. What is unknown teaches nothing. A role that did not get what it asked for learns no more headroom, since
 * asking for more would not have helped.
 */
public final class AttainmentFeedback {
    /** How far a window in which every request misses moves the logarithm of the factor. */
    private static final double RATE = 0.1;

    /** An hour of minutes. With fewer windows, one burst more or less decides which side of the target a fleet is on. */
    private static final long SETTLED = 60;

    /** A single burst is no new traffic: it counts as so many usual windows at most. */
    private static final double MOST_WINDOWS = 2;

    private static final double NEWEST_WEIGHT = 0.1;

    /** Bounds of the factor: a promise that cannot be kept must not take the whole budget, nor an easy one the last engine. */
    private static final double LEAST = 0.7;

    private static final double MOST = 3;

    private final double attainment;

    /** @param attainment share of the requests that should meet the targets, above 0 and below 1 */
    public AttainmentFeedback(double attainment) {
        if (!(attainment > 0 && attainment < 1)) {
            throw new IllegalArgumentException("attainment must lie between 0 and 1, got " + attainment);
        }
        this.attainment = attainment;
    }

    /**
     * The headroom of every role after a window.
     *
     * @param fleet replicas as they are
     * @param wished what each role asked for when it was last decided on
     */
    public PerRole<Headroom> after(
            PerRole<Headroom> before, TrafficWindow window, Fleet fleet, PerRole<Integer> wished) {
        double requests = window.get(Signal.REQUESTS).value().orElse(0);
        PerRole<OptionalDouble> missed = before.map((role, headroom) -> missed(role, window));
        double all = 0;
        for (var entry : missed) {
            all += entry.value().orElse(Double.NaN);
        }
        if (Double.isNaN(all) || !(requests > 0)) {
            return before;
        }
        double most = Math.min(1, all);
        double sum = all;
        return before.map((role, headroom) -> {
            double error = most - (1 - attainment);
            boolean starved = wished.getOr(role, 0) > fleet.role(role).desired();
            double own = error <= 0 ? error : error * missed.get(role).orElseThrow() / sum;
            return learned(headroom, requests, starved ? Math.min(0, own) : own);
        });
    }

    private static Headroom learned(Headroom before, double requests, double error) {
        double usual =
                before.windows() == 0 ? requests : before.requests() + NEWEST_WEIGHT * (requests - before.requests());
        double weight = Math.min(MOST_WINDOWS, requests / usual);
        double factor =
                before.windows() < SETTLED ? before.factor() : before.factor() * StrictMath.exp(RATE * weight * error);
        return new Headroom(Math.min(MOST, Math.max(LEAST, factor)), before.windows() + 1, usual);
    }

    /** Share of the requests that a role was too slow for; empty if it is not known. */
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
