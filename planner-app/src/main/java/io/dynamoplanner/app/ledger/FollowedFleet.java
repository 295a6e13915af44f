package io.dynamoplanner.app.ledger;

import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Duration;
import java.time.Instant;

/**
 * The fleet that would have been there if other counts had been written: the recorded one, with as many engines more or
 * fewer as the counts differ. Engines that were added serve after the start-up time, engines that were let go are gone at
 * once. A count that somebody else wrote stands for both.
 */
final class FollowedFleet {
    private final Duration startup;
    private PerRole<Course> courses = PerRole.empty();

    /**
     * One role on its way.
     *
     * @param desired the count that was written
     * @param raised when it was raised last
     * @param seen the recorded count of the decision before
     * @param left the recorded count after that decision
     */
    private record Course(int desired, Instant raised, int seen, int left) {}

    /**
     * What became of one role at one decision.
     *
     * @param seen recorded count before it
     * @param left recorded count after it
     * @param followed count after the other decision
     */
    record Move(int seen, int left, int followed) {}

    /**
     * @param startup time from write to ready of one engine
     */
    FollowedFleet(Duration startup) {
        this.startup = startup;
    }

    /** The fleet at a decision, given the recorded one. */
    Fleet at(Fleet recorded, Instant now) {
        courses = recorded.roles().map((role, fleet) -> course(role, fleet, now));
        return new Fleet(recorded.roles().map((role, fleet) -> followed(fleet, courses.get(role), now)));
    }

    private Course course(Role role, RoleFleet fleet, Instant now) {
        Course was = courses.getOr(role, new Course(fleet.desired(), now, fleet.desired(), fleet.desired()));
        // a count that was seen before the write may be seen for a while after it
        boolean bySomebodyElse = fleet.desired() != was.left() && fleet.desired() != was.seen();
        return bySomebodyElse ? new Course(fleet.desired(), now, fleet.desired(), fleet.desired()) : was;
    }

    private RoleFleet followed(RoleFleet recorded, Course course, Instant now) {
        int more = course.desired() - recorded.desired();
        if (more == 0) {
            return recorded;
        }
        boolean serve = !now.isBefore(course.raised().plus(startup));
        int ready = more < 0
                ? Math.min(recorded.ready(), course.desired())
                : Math.min(recorded.ready() + (serve ? more : 0), course.desired());
        RoleFleet.Rollout rollout = ready == course.desired() ? RoleFleet.Rollout.SETTLED : RoleFleet.Rollout.SCALING;
        return new RoleFleet(
                course.desired(),
                ready,
                course.desired() - ready,
                0,
                recorded.gpusPerReplica(),
                recorded.rollout() == RoleFleet.Rollout.UNKNOWN ? RoleFleet.Rollout.UNKNOWN : rollout);
    }

    /** Takes over what a decision wrote. */
    void moved(PerRole<Move> moves, Instant now) {
        courses = courses.map((role, was) -> {
            Move move = moves.get(role);
            return new Course(
                    move.followed(), move.followed() > was.desired() ? now : was.raised(), move.seen(), move.left());
        });
    }
}
