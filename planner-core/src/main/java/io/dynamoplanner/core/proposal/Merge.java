package io.dynamoplanner.core.proposal;

import io.dynamoplanner.core.proposal.Proposal.Bound;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one rule by which proposals become a wish.
 *
 * <ol>
 *   <li>One standing rejection: everything stays as it is.
 *   <li>A decisive proposal is taken verbatim, the smallest priority number first.
 *   <li>Otherwise {@code max(floor, min(ceiling, exact))}: the floor is the largest "at least", the ceiling the smallest
 *       "at most", the exact count that of the smallest priority number, or the baseline if nobody names one. A floor
 *       beats a ceiling.
 * </ol>
 *
 * Proposals that have expired are not heard. Ties go to the proposal that comes first in the list.
 */
public final class Merge {
    private Merge() {}

    /**
     * What the proposals come to.
     *
     * @param targets replicas for every role of the baseline
     * @param decidedBy the proposal that decided a role; absent where the baseline stands
     * @param rejectedBy the rejection, if there was one
     */
    public record Wish(PerRole<Integer> targets, PerRole<Proposal> decidedBy, Optional<Proposal> rejectedBy) {}

    /**
     * @param baseline replicas of a role that nobody speaks about
     */
    public static Wish of(List<Proposal> proposals, PerRole<Integer> baseline, Instant now) {
        for (Proposal p : proposals) {
            if (p.bound() == Bound.REJECT && p.standsAt(now)) {
                return new Wish(baseline, PerRole.empty(), Optional.of(p));
            }
        }
        boolean decisive = anyDecisive(proposals, now);
        PerRole<Integer> targets = baseline;
        PerRole<Proposal> decidedBy = PerRole.empty();
        for (int i = 0; i < baseline.size(); i++) {
            Role role = baseline.roleAt(i);
            Optional<Proposal> deciding =
                    decisive ? first(proposals, role, true, now) : bounded(proposals, role, baseline.valueAt(i), now);
            if (deciding.isPresent()) {
                targets = targets.with(role, deciding.get().replicas());
                decidedBy = decidedBy.with(role, deciding.get());
            }
        }
        return new Wish(targets, decidedBy, Optional.empty());
    }

    private static boolean anyDecisive(List<Proposal> proposals, Instant now) {
        for (Proposal p : proposals) {
            if (p.decisive() && p.standsAt(now)) {
                return true;
            }
        }
        return false;
    }

    /** The proposal whose count results from exact counts and bounds; empty when the baseline does. */
    private static Optional<Proposal> bounded(List<Proposal> proposals, Role role, int baseline, Instant now) {
        Optional<Proposal> deciding = first(proposals, role, false, now);
        int count = deciding.map(Proposal::replicas).orElse(baseline);
        Optional<Proposal> ceiling = extreme(proposals, role, Bound.AT_MOST, now);
        if (ceiling.isPresent() && ceiling.get().replicas() < count) {
            deciding = ceiling;
            count = ceiling.get().replicas();
        }
        Optional<Proposal> floor = extreme(proposals, role, Bound.AT_LEAST, now);
        if (floor.isPresent() && floor.get().replicas() > count) {
            deciding = floor;
        }
        return deciding;
    }

    /** The decisive (whatever its bound) or the exact proposal of the smallest priority. */
    private static Optional<Proposal> first(List<Proposal> proposals, Role role, boolean decisive, Instant now) {
        Proposal best = null;
        for (Proposal p : proposals) {
            boolean heard = decisive ? p.decisive() : p.bound() == Bound.EXACTLY;
            if (heard && p.role().equals(role) && p.standsAt(now) && (best == null || p.priority() < best.priority())) {
                best = p;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The largest floor or the smallest ceiling. */
    private static Optional<Proposal> extreme(List<Proposal> proposals, Role role, Bound bound, Instant now) {
        Proposal best = null;
        for (Proposal p : proposals) {
            if (p.bound() == bound && p.role().equals(role) && p.standsAt(now) && (best == null || beats(p, best))) {
                best = p;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean beats(Proposal p, Proposal best) {
        return p.bound() == Bound.AT_LEAST ? p.replicas() > best.replicas() : p.replicas() < best.replicas();
    }
}
