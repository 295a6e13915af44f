package io.dynamoplanner.core.proposal;

import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import java.util.Objects;

/**
 * What one proposer says about one role. Proposals of several proposers, at several cadences, are merged by one rule
 * ({@link Merge}).
 *
 * @param bound how binding the count is
 * @param replicas the count; ignored for {@link Bound#REJECT}
 * @param reason one sentence
 * @param by who proposes
 * @param priority smaller wins among exact proposals
 * @param decisive whether it is to be taken as it stands, without bounds; the smallest priority wins
 * @param expires until when it stands; a proposer that falls silent loses its say
 */
public record Proposal(
        Role role,
        Bound bound,
        int replicas,
        String reason,
        String by,
        int priority,
        boolean decisive,
        Instant expires) {
    public Proposal {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(expires, "expires");
        if (replicas < 0) {
            throw new IllegalArgumentException(by + " proposes " + replicas + " replicas of " + role);
        }
    }

    /** How binding a proposal is. */
    public enum Bound {
        EXACTLY,
        AT_LEAST,
        AT_MOST,
        /** Nothing at all may change while this stands. */
        REJECT
    }

    public static Proposal exactly(Role role, int replicas, String reason, String by, int priority, Instant expires) {
        return new Proposal(role, Bound.EXACTLY, replicas, reason, by, priority, false, expires);
    }

    public static Proposal atLeast(Role role, int replicas, String reason, String by, int priority, Instant expires) {
        return new Proposal(role, Bound.AT_LEAST, replicas, reason, by, priority, false, expires);
    }

    public static Proposal atMost(Role role, int replicas, String reason, String by, int priority, Instant expires) {
        return new Proposal(role, Bound.AT_MOST, replicas, reason, by, priority, false, expires);
    }

    public boolean standsAt(Instant now) {
        return now.isBefore(expires);
    }
}
