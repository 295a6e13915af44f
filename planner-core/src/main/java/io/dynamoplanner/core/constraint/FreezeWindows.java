package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.role.PerRole;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Times of the week at which a role may not change, or may only grow. */
public final class FreezeWindows implements Constraint {
    private final List<Window> windows;

    /**
     * A daily window in UTC; one whose end is not after its start spans midnight and belongs to the day it starts on.
     *
     * @param from first moment inside
     * @param to first moment outside
     * @param days days on which it starts
     * @param growthAllowed whether a role may grow inside
     */
    public record Window(LocalTime from, LocalTime to, Set<DayOfWeek> days, boolean growthAllowed) {
        public Window {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            days = Set.copyOf(days);
        }

        boolean holds(Instant now) {
            ZonedDateTime utc = now.atZone(ZoneOffset.UTC);
            LocalTime time = utc.toLocalTime();
            if (from.isBefore(to)) {
                return days.contains(utc.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
            }
            return (days.contains(utc.getDayOfWeek()) && !time.isBefore(from))
                    || (days.contains(utc.getDayOfWeek().minus(1)) && time.isBefore(to));
        }
    }

    public FreezeWindows(List<Window> windows) {
        this.windows = List.copyOf(windows);
    }

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        PerRole<Target> held = targets;
        for (Window window : windows) {
            if (window.holds(situation.now())) {
                held = held.map(
                        (role, target) -> freeze(target, situation.role(role).desired(), window));
            }
        }
        return held;
    }

    private static Target freeze(Target target, int desired, Window window) {
        boolean changes = window.growthAllowed() ? target.replicas() < desired : target.replicas() != desired;
        return changes
                ? target.bound(
                        desired,
                        Binding.FREEZE,
                        "held at " + desired + ": frozen from " + window.from() + " to " + window.to() + " UTC")
                : target;
    }
}
