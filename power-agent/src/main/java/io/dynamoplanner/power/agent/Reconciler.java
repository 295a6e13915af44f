package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.agent.Action.Kind;
import io.dynamoplanner.power.cap.BoardSight;
import io.dynamoplanner.power.cap.Decider;
import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.cap.Owned;
import io.dynamoplanner.power.device.BoardReading;
import io.dynamoplanner.power.device.Boards;
import io.dynamoplanner.power.device.DeviceError;
import io.dynamoplanner.power.device.Inventory;
import io.dynamoplanner.power.device.Outcome;
import io.dynamoplanner.power.state.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** One pass: look at the boards, decide, write, lower limits first, report. Not thread safe. */
final class Reconciler {
    /** A driver that comes up, or a board that is being reset, may leave boards out for a while. */
    private static final Duration ABSENCE = Duration.ofMinutes(10);

    private final Boards boards;
    private final Sighting sighting;
    private final Decider decider;
    private final Ownership ownership;
    private final BoardWriter writer;
    private final Mode mode;
    private final boolean lowerFirst;
    private final Backoff backoff = new Backoff();
    private final Set<String> inherited;
    /** Boards of ours that every complete inventory since then has lacked. */
    private final Map<String, Instant> absentSince = new HashMap<>();

    /** @param lowerFirst whether limits rise only after all that have to fall have fallen */
    Reconciler(
            Boards boards,
            Sighting sighting,
            Decider decider,
            Ownership ownership,
            BoardWriter writer,
            Mode mode,
            boolean lowerFirst) {
        this.boards = boards;
        this.sighting = sighting;
        this.decider = decider;
        this.ownership = ownership;
        this.writer = writer;
        this.mode = mode;
        this.lowerFirst = lowerFirst;
        this.inherited = new HashSet<>(ownership.all().keySet());
    }

    /** A board that something is to be done with. */
    private record Job(Sighting.Seen seen, Decision decision, boolean foreign) {
        /** How much the limit rises; what falls has a negative number. */
        long rise() {
            long current = seen.reading().map(BoardReading::limitMilliwatts).orElse(0L);
            return decision instanceof Decision.Set set ? set.target().milliwatts() - current : Long.MAX_VALUE;
        }

        boolean writes() {
            return decision instanceof Decision.Set || decision instanceof Decision.Release;
        }
    }

    Report pass(ClusterView view, Instant now) {
        if (mode == Mode.ENFORCE) {
            ownership.flush();
        }
        Outcome<Inventory> inventory = boards.inventory();
        if (inventory.error().isPresent()) {
            absentSince.clear();
            return report(view, now, inventory.error(), false, 0, List.of());
        }
        Inventory found = inventory.value().orElseThrow();
        forgetAbsent(found, now);
        List<Sighting.Seen> seen = sighting.of(found.boards(), view.pods(), view.stale());
        seen.forEach(this::settleIntent);
        List<Job> jobs = jobs(seen, view, now);
        // what an unread board may draw is not known, so nothing rises beside it
        boolean allKnown =
                found.complete() && seen.stream().allMatch(one -> one.reading().isPresent());
        List<BoardReport> reports = carryOut(jobs, allKnown || view.uninstall(), now);
        return report(view, now, Optional.empty(), found.complete(), recovered(reports, view), reports);
    }

    /** How many boards of an earlier process were given back; one that still has a pod is from now on like any other. */
    private int recovered(List<BoardReport> reports, ClusterView view) {
        int recovered = 0;
        for (BoardReport report : reports) {
            boolean released = report.action().kind() == Kind.RELEASED;
            boolean settled = released || (view.stale().isEmpty() && !(report.decision() instanceof Decision.Release));
            if (settled && inherited.remove(report.board().uuid()) && released) {
                recovered++;
            }
        }
        return recovered;
    }

    private Report report(
            ClusterView view,
            Instant now,
            Optional<DeviceError> device,
            boolean complete,
            int recovered,
            List<BoardReport> reports) {
        return new Report(
                now,
                view.stale(),
                device,
                complete,
                ownership.unusable().or(ownership::unwritten),
                ownership.failures(),
                recovered,
                ownership.unusable().isPresent()
                        ? OptionalInt.empty()
                        : OptionalInt.of(ownership.all().size()),
                view.emergency().on(),
                view.uninstall(),
                reports);
    }

    /** A board that complete inventories have not shown for long is gone and has nothing to be put back. */
    private void forgetAbsent(Inventory found, Instant now) {
        if (mode != Mode.ENFORCE || !found.complete() || found.boards().isEmpty()) {
            absentSince.clear();
            return;
        }
        Set<String> gone = new HashSet<>(ownership.all().keySet());
        found.boards().forEach(board -> gone.remove(board.uuid()));
        absentSince.keySet().retainAll(gone);
        for (String uuid : gone) {
            Instant since = absentSince.computeIfAbsent(uuid, first -> now);
            if (!now.isBefore(since.plus(ABSENCE))) {
                ownership.retire(uuid);
                absentSince.remove(uuid);
            }
        }
    }

    /** Finds out how a write ended of which the end was not recorded: a crash, or a call that hung. */
    private void settleIntent(Sighting.Seen seen) {
        String uuid = seen.board().uuid();
        Optional<Owned> unsettled =
                ownership.of(uuid).filter(owned -> owned.intendedMilliwatts().isPresent());
        if (mode != Mode.ENFORCE || unsettled.isEmpty() || seen.reading().isEmpty()) {
            return;
        }
        Owned owned = unsettled.get();
        long limit = seen.reading().get().limitMilliwatts();
        if (owned.wrote(limit)) {
            ownership.settle(uuid, owned.applied(limit));
        } else if (owned.appliedMilliwatts().isEmpty() && OptionalLong.of(limit).equals(owned.priorMilliwatts())) {
            ownership.retire(uuid);
        }
    }

    private List<Job> jobs(List<Sighting.Seen> seen, ClusterView view, Instant now) {
        var sights = new ArrayList<BoardSight>();
        for (Sighting.Seen one : seen) {
            one.sight(ownership.of(one.board().uuid())).ifPresent(sights::add);
        }
        Map<String, Decision> decisions =
                new HashMap<>(decider.decide(sights, view.pods().all(), view.emergency(), now));
        var jobs = new ArrayList<Job>();
        for (Sighting.Seen one : seen) {
            Optional<Owned> owned = ownership.of(one.board().uuid());
            Decision decision = Optional.ofNullable(decisions.get(one.board().uuid()))
                    .orElseGet(() -> new Decision.Leave("the board cannot be read: "
                            + one.error().map(DeviceError::toString).orElse("")));
            if (view.uninstall() && one.reading().isPresent()) {
                decision = owned.isPresent()
                        ? new Decision.Release("the agent is being uninstalled")
                        : new Decision.Leave("the agent is being uninstalled");
            }
            boolean foreign = owned.isPresent()
                    && owned.get().intendedMilliwatts().isEmpty()
                    && one.reading().isPresent()
                    && !owned.get().wrote(one.reading().get().limitMilliwatts());
            jobs.add(new Job(one, decision, foreign));
        }
        return jobs;
    }

    private List<BoardReport> carryOut(List<Job> jobs, boolean allKnown, Instant now) {
        List<Job> ordered = jobs.stream()
                .filter(Job::writes)
                .sorted(Comparator.comparingLong(Job::rise))
                .toList();
        var results = new LinkedHashMap<String, BoardWriter.Result>();
        boolean mayRise = allKnown;
        for (Job job : ordered) {
            boolean rises = job.rise() > 0;
            BoardWriter.Result result = lowerFirst && rises && !mayRise
                    ? skipped(
                            Kind.HELD_BACK,
                            allKnown
                                    ? "other boards of the node have to be lowered first"
                                    : "other boards of the node cannot be read, so what they have is not known")
                    : carryOut(job, now);
            mayRise &= rises || result.action().kind() == Kind.WRITTEN;
            results.put(job.seen.board().uuid(), result);
        }
        var reports = new ArrayList<BoardReport>();
        for (Job job : jobs) {
            BoardWriter.Result result = results.get(job.seen.board().uuid());
            reports.add(report(job, result == null ? skipped(Kind.NONE, "") : result));
        }
        return reports;
    }

    private BoardWriter.Result carryOut(Job job, Instant now) {
        String uuid = job.seen.board().uuid();
        if (mode != Mode.ENFORCE) {
            return skipped(Kind.WOULD, mode == Mode.DRY_RUN ? "dry run" : "somebody else sets the limits of this node");
        }
        Optional<DeviceError> pending = backoff.pending(uuid, now);
        if (pending.isPresent()) {
            return new BoardWriter.Result(
                    new Action(Kind.BACKING_OFF, "the last write failed a moment ago"), OptionalLong.empty(), pending);
        }
        BoardReading reading = job.seen.reading().orElseThrow();
        BoardWriter.Result result;
        if (job.decision instanceof Decision.Set set) {
            result = writer.set(reading, set.target(), now);
        } else {
            result = writer.release(uuid, ownership.of(uuid).orElseThrow(), reading.defaultMilliwatts());
        }
        result.error().ifPresentOrElse(error -> backoff.failed(uuid, error, now), () -> backoff.succeeded(uuid));
        return result;
    }

    private static BoardWriter.Result skipped(Kind kind, String detail) {
        return new BoardWriter.Result(new Action(kind, detail), OptionalLong.empty(), Optional.empty());
    }

    private BoardReport report(Job job, BoardWriter.Result result) {
        Sighting.Seen seen = job.seen;
        return new BoardReport(
                seen.board(),
                seen.reading().map(reading -> withLimit(reading, result.limit())),
                result.error().or(seen::error),
                seen.use().occupants(),
                seen.use().disagreement(),
                job.decision,
                result.action(),
                ownership.of(seen.board().uuid()),
                job.foreign);
    }

    /** What is enforced follows the limit; if something outside allows less, the next pass reads it. */
    private static BoardReading withLimit(BoardReading reading, OptionalLong limit) {
        if (limit.isEmpty()) {
            return reading;
        }
        boolean bound = reading.enforcedMilliwatts().isPresent()
                && reading.enforcedMilliwatts().getAsLong() < reading.limitMilliwatts();
        OptionalLong enforced =
                bound ? OptionalLong.of(Math.min(reading.enforcedMilliwatts().getAsLong(), limit.getAsLong())) : limit;
        return new BoardReading(
                reading.board(),
                reading.name(),
                limit.getAsLong(),
                reading.defaultMilliwatts(),
                reading.range(),
                enforced,
                reading.usageMilliwatts(),
                reading.energyMillijoules(),
                reading.throttled(),
                reading.mig(),
                reading.persistent());
    }
}
