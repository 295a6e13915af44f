package io.dynamoplanner.app.ledger;

import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.ledger.RecordedDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts in which recorded and changed decisions differ, and the GPU-hours of both: replicas as specified after a
 * decision, from there to the next one.
 */
final class Tally {
    private final List<Row> rows = new ArrayList<>();
    private PerRole<Row> open = PerRole.empty();
    private @Nullable Pending pending;
    private long decisions;
    private long different;
    private long skipped;
    private double recordedHours;
    private double changedHours;

    /**
     * Decisions in a row that differ in the same way.
     *
     * @param since when the first of them was made
     * @param times how many there are
     * @param recorded replicas that were specified
     * @param changed replicas that would have been
     * @param hours GPU-hours more that the change means
     * @param binding what bound the changed count at the first of them
     */
    record Row(Instant since, long times, Role role, int recorded, int changed, double hours, String binding) {
        private boolean isLike(Row other) {
            return recorded == other.recorded && changed == other.changed;
        }

        private Row again() {
            return new Row(since, times + 1, role, recorded, changed, hours, binding);
        }

        private Row costing(double more) {
            return new Row(since, times, role, recorded, changed, hours + more, binding);
        }
    }

    /** Counts that hold until the next decision. */
    private record Pending(Instant at, Instant wakeUp, PerRole<Counts> counts) {}

    /** Replicas of one role, and the GPUs of one of them. */
    private record Counts(int recorded, int changed, int gpus) {}

    void add(RecordedDecision was, Plan changed, PerRole<Integer> gpusPerEngine) {
        settle(was.at());
        decisions++;
        PerRole<Counts> counts = was.roles()
                .map((role, r) -> new Counts(r.now(), changed.roles().get(role).now(), gpusPerEngine.getOr(role, 1)));
        pending = new Pending(was.at(), was.nextWakeUp(), counts);
        boolean differs = false;
        for (PerRole.Entry<Counts> entry : counts) {
            differs |= entry.value().recorded() != entry.value().changed();
            row(was.at(), entry.role(), entry.value(), changed.roles().get(entry.role()));
        }
        different += differs ? 1 : 0;
    }

    private void row(Instant at, Role role, Counts counts, RoleDecision decision) {
        Row next = new Row(
                at,
                1,
                role,
                counts.recorded(),
                counts.changed(),
                0,
                decision.target().binding().label());
        Optional<Row> before = open.find(role);
        if (before.isPresent() && before.get().isLike(next)) {
            open = open.with(role, before.get().again());
        } else {
            before.ifPresent(this::keep);
            open = open.with(role, next);
        }
    }

    private void keep(Row row) {
        if (row.recorded() != row.changed()) {
            rows.add(row);
        }
    }

    /** The last decision held until now. */
    private void settle(Instant until) {
        if (pending == null) {
            return;
        }
        double hours = Math.max(0, Duration.between(pending.at(), until).toMillis() / 3.6e6);
        for (PerRole.Entry<Counts> entry : pending.counts()) {
            Counts counts = entry.value();
            recordedHours += hours * counts.recorded() * counts.gpus();
            changedHours += hours * counts.changed() * counts.gpus();
            double more = hours * (counts.changed() - counts.recorded()) * counts.gpus();
            open = open.with(entry.role(), open.get(entry.role()).costing(more));
        }
        pending = null;
    }

    /** The recording has a gap: what was decided last is taken to hold until the planner wanted to look again. */
    void gap() {
        if (pending != null) {
            settle(pending.wakeUp());
        }
        open.values().forEach(this::keep);
        open = PerRole.empty();
    }

    /** A decision that could not be made again, since the state before it is not known. */
    void skip() {
        skipped++;
    }

    /** Ends the count and gives what differs, in the order of time. */
    List<Row> rows() {
        gap();
        return rows.stream()
                .sorted(Comparator.comparing(Row::since).thenComparing(Row::role))
                .toList();
    }

    long decisions() {
        return decisions;
    }

    long different() {
        return different;
    }

    long skipped() {
        return skipped;
    }

    double recordedHours() {
        return recordedHours;
    }

    double changedHours() {
        return changedHours;
    }
}
