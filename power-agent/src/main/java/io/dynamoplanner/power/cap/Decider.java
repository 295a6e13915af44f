package io.dynamoplanner.power.cap;

import io.dynamoplanner.power.cap.Decision.Target;
import io.dynamoplanner.power.cap.PowerRange.Clamp;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do with the boards of a node.
 *
 * <p>A board belongs to the pods with a wish that run on it, or, while none does, to those for whom it was limited as long as
 * they exist: a worker that restarts, or that a server of MPS works for, does not lose its cap. When neither is left, what was there before is put back. What is
 * not known changes nothing.
 */
public final class Decider {
    private static final long MILLI = 1000;
    /** Drivers round a limit; less than this is the same limit. */
    private static final long ROUNDING_MILLIWATTS = 1000;

    private final CapPolicy policy;
    private final Vote vote;
    private final NodeLimit nodeLimit;

    public Decider(CapPolicy policy) {
        this.policy = policy;
        this.vote = new Vote(policy);
        this.nodeLimit = new NodeLimit(policy.nodeLimitWatts());
    }

    /**
     * A decision for each board, in the order of the boards.
     *
     * @param present the pods of this node that carry the annotation
     */
    public Map<String, Decision> decide(
            List<BoardSight> boards, Collection<PodCap> present, Emergency emergency, Instant now) {
        var targets = new LinkedHashMap<String, Target>();
        for (BoardSight board : boards) {
            target(board, present, emergency).ifPresent(target -> targets.put(board.uuid(), target));
        }
        Map<String, Target> fitting = nodeLimit.fit(boards, targets);
        var decisions = new LinkedHashMap<String, Decision>();
        for (BoardSight board : boards) {
            Decision decision = Optional.ofNullable(fitting.get(board.uuid()))
                    .map(target -> withTarget(board, target, emergency, now))
                    .orElseGet(() -> withoutTarget(board));
            decisions.put(board.uuid(), decision);
        }
        return decisions;
    }

    private Optional<Target> target(BoardSight board, Collection<PodCap> present, Emergency emergency) {
        Optional<Wish> wish = vote.wish(pods(board, present), board.mig());
        Optional<Target> wanted = wish.map(w -> clamped(board, w.watts(), false, wish));
        if (!emergency.on() || (wanted.isEmpty() && board.owned().isEmpty())) {
            return wanted;
        }
        Target lowered = clamped(board, emergency.watts().orElse(policy.emergencyWatts()), true, wish);
        long otherwise = wanted.map(Target::milliwatts).orElse(board.limitMilliwatts());
        if (lowered.milliwatts() < otherwise) {
            return Optional.of(lowered);
        }
        // an emergency never raises: the board stays where it is, also when its pods are gone
        return wanted.or(() -> Optional.of(new Target(board.limitMilliwatts(), Clamp.NONE, true, false, wish)));
    }

    private static List<PodCap> pods(BoardSight board, Collection<PodCap> present) {
        if (board.occupants() instanceof Occupants.Somebody somebody
                && !somebody.pods().isEmpty()) {
            return somebody.pods();
        }
        // processes that belong to no pod with a wish may work for one: the server of MPS runs in a pod of its own
        if (!(board.occupants() instanceof Occupants.Unknown) && board.owned().isPresent()) {
            Owned owned = board.owned().get();
            return present.stream()
                    .filter(pod -> owned.podUids().contains(pod.uid()))
                    .toList();
        }
        return List.of();
    }

    private static Target clamped(BoardSight board, int watts, boolean emergency, Optional<Wish> wish) {
        return board.range()
                .map(range -> range.clamp(watts))
                .map(clamped -> new Target(clamped.milliwatts(), clamped.clamp(), emergency, false, wish))
                .orElseGet(() -> new Target(watts * MILLI, Clamp.NONE, emergency, false, wish));
    }

    private Decision withoutTarget(BoardSight board) {
        if (board.occupants() instanceof Occupants.Unknown unknown) {
            return new Decision.Leave("who uses the board is not known, so nothing changes: " + unknown.why());
        }
        if (board.owned().isPresent()) {
            return new Decision.Release(
                    board.occupants() instanceof Occupants.Somebody
                            ? "the pods on the board do not ask for a limit"
                            : "the pods that the board was limited for are gone");
        }
        return new Decision.Leave(
                board.occupants() instanceof Occupants.Somebody
                        ? "no pod on the board asks for a limit"
                        : "nobody uses the board");
    }

    private Decision withTarget(BoardSight board, Target target, Emergency emergency, Instant now) {
        String why = why(target, emergency);
        long current = board.limitMilliwatts();
        if (Math.abs(current - target.milliwatts()) < ROUNDING_MILLIWATTS) {
            return new Decision.Hold(target, why);
        }
        if (board.owned().isEmpty()) {
            return new Decision.Set(target, false, why);
        }
        Owned owned = board.owned().get();
        boolean raise = target.milliwatts() > current;
        if (!owned.wrote(current)) {
            Instant until = owned.writtenAt().plus(policy.repairPause());
            return now.isBefore(until) && !target.emergency()
                    ? new Decision.Wait(target, until, why + "; somebody else changed the limit, undone after a pause")
                    : new Decision.Set(target, true, why + "; somebody else changed the limit");
        }
        boolean mustFall = target.fitted() || target.emergency();
        if (policy.isSmall(current, target.milliwatts()) && (raise || !mustFall)) {
            return new Decision.Hold(target, why + "; the difference is inside the dead band");
        }
        Instant until = owned.writtenAt().plus(policy.raiseDwell());
        if (raise && now.isBefore(until) && !owned.byEmergency()) {
            return new Decision.Wait(target, until, why + "; a limit stands for a while before it is raised");
        }
        return new Decision.Set(target, false, why);
    }

    private static String why(Target target, Emergency emergency) {
        String asked = target.wish().map(Wish::why).orElse("kept for the pods before");
        String why = target.emergency() ? emergency.why() + " (" + asked + ")" : asked;
        String clamped = switch (target.clamp()) {
            case NONE -> why;
            case MIN -> why + "; raised to what the board accepts at least";
            case MAX -> why + "; lowered to what the board accepts at most";
        };
        return target.fitted() ? clamped + "; lowered to fit the limit of the node" : clamped;
    }
}
