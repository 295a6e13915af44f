package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.Role;
import java.time.Duration;

/**
 * What only grows while the process lives, for one graph.
 *
 * @param gpuSeconds GPUs of existing replicas times time, s
 * @param windows windows of the demand grid
 * @param decisions decisions by what bound them
 * @param changes decided changes by direction
 * @param writes writes by outcome
 */
record Totals(
        long ticks,
        long reconcileErrors,
        double gpuSeconds,
        WindowCounts windows,
        Tally<Of<Binding>> decisions,
        Tally<Of<Direction>> changes,
        Tally<Of<WriteOutcome>> writes) {
    static final Totals ZERO = new Totals(0, 0, 0, new WindowCounts(0, 0, 0), Tally.none(), Tally.none(), Tally.none());

    /** Something of one role. */
    record Of<T>(Role role, T what) {}

    /**
     * Windows of the demand grid.
     *
     * @param read windows whose request count was known
     * @param unknown windows whose request count was unknown
     * @param missed windows that nobody looked at
     */
    record WindowCounts(long read, long unknown, long missed) {
        WindowCounts plus(NewWindows more) {
            return new WindowCounts(read + more.read(), unknown + more.unknown(), missed + more.missed());
        }
    }

    enum Direction {
        UP,
        DOWN
    }

    /** The names of the outcomes. */
    enum WriteOutcome {
        APPLIED,
        UNCHANGED,
        DEFERRED,
        REJECTED,
        FAILED;

        static WriteOutcome of(Outcome outcome) {
            if (outcome instanceof Outcome.Applied) {
                return APPLIED;
            }
            if (outcome instanceof Outcome.Unchanged) {
                return UNCHANGED;
            }
            if (outcome instanceof Outcome.Deferred) {
                return DEFERRED;
            }
            return outcome instanceof Outcome.Rejected ? REJECTED : FAILED;
        }
    }

    /** @param elapsed time since the report before */
    Totals after(TickReport report, NewWindows seen, Duration elapsed) {
        Tally<Of<Binding>> bound = decisions;
        Tally<Of<Direction>> changed = changes;
        for (var entry : report.roles()) {
            RoleDecision made = entry.value().decision();
            bound = bound.plusOne(new Of<>(entry.role(), made.target().binding()));
            if (made.now() != made.from()) {
                Direction direction = made.now() > made.from() ? Direction.UP : Direction.DOWN;
                changed = changed.plusOne(new Of<>(entry.role(), direction));
            }
        }
        // while the width of a role is unknown nobody can say what is spent, and nothing is made up
        double spent = elapsed.toNanos() / 1e9 * report.budget().existing().orElse(0);
        return new Totals(ticks + 1, reconcileErrors, gpuSeconds + spent, windows.plus(seen), bound, changed, writes);
    }

    Totals wrote(Role role, Outcome outcome) {
        Tally<Of<WriteOutcome>> more = writes.plusOne(new Of<>(role, WriteOutcome.of(outcome)));
        return new Totals(ticks, reconcileErrors, gpuSeconds, windows, decisions, changes, more);
    }

    Totals failedToReconcile() {
        return new Totals(ticks, reconcileErrors + 1, gpuSeconds, windows, decisions, changes, writes);
    }
}
