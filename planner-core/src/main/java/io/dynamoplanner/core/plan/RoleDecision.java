package io.dynamoplanner.core.plan;

import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.sizing.Sizing;

/**
 * What was decided for one role, with everything that explains it.
 *
 * @param from specified replicas before
 * @param sizing what the demand asks for
 * @param target where the role is headed, with the chain of constraints behind it
 * @param now replicas specified once this plan's effects are written
 * @param correction factor by which the model was corrected
 * @param headroom times the demand that was sized for, as the share of requests inside the targets has taught
 */
public record RoleDecision(int from, Sizing sizing, Target target, int now, double correction, double headroom) {

    /** Whether part of the way has to wait for another role to release its GPUs. */
    public boolean waits() {
        return now != target.replicas();
    }
}
