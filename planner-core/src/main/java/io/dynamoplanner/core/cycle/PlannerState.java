package io.dynamoplanner.core.cycle;

import io.dynamoplanner.core.attainment.Headroom;
import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Everything that is remembered between two ticks, as one immutable value: handing over to another leader, replaying and
 * asking "what if" are all the same operation.
 *
 * @param demand predictors and the newest demand
 * @param corrections factor between reality and engine model, role by role
 * @param history earlier decisions, role by role
 * @param startUps how long new replicas take until they serve, role by role
 * @param headroom what the share of requests inside the targets has taught, role by role
 * @param standing proposals of others (operators, plugins, slower loops) that have not expired
 * @param grant the GPUs that the graph may hold
 */
public record PlannerState(
        DemandState demand,
        PerRole<Double> corrections,
        PerRole<RoleHistory> history,
        PerRole<StartUpTimes> startUps,
        PerRole<Headroom> headroom,
        List<Proposal> standing,
        GpuGrant grant) {
    public PlannerState {
        Objects.requireNonNull(demand, "demand");
        Objects.requireNonNull(corrections, "corrections");
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(startUps, "startUps");
        Objects.requireNonNull(headroom, "headroom");
        Objects.requireNonNull(grant, "grant");
        standing = List.copyOf(standing);
    }

    /** The state after somebody else has proposed; an earlier proposal of the same author and role is replaced. */
    public PlannerState hearing(Proposal proposal) {
        var heard = new ArrayList<Proposal>(standing.size() + 1);
        for (Proposal p : standing) {
            if (!(p.by().equals(proposal.by()) && p.role().equals(proposal.role()))) {
                heard.add(p);
            }
        }
        heard.add(proposal);
        return new PlannerState(demand, corrections, history, startUps, headroom, heard, grant);
    }

    /** The state with exactly these proposals of others. */
    public PlannerState standing(List<Proposal> proposals) {
        return new PlannerState(demand, corrections, history, startUps, headroom, proposals, grant);
    }

    /** The state with engine models corrected like this. */
    public PlannerState corrections(PerRole<Double> factors) {
        return new PlannerState(demand, factors, history, startUps, headroom, standing, grant);
    }

    /** The state with this headroom. */
    public PlannerState headroom(PerRole<Headroom> learned) {
        return new PlannerState(demand, corrections, history, startUps, learned, standing, grant);
    }

    /** The state with another memory of the load. */
    public PlannerState demand(DemandState other) {
        return new PlannerState(other, corrections, history, startUps, headroom, standing, grant);
    }

    /** The state under another grant. */
    public PlannerState granted(GpuGrant other) {
        return new PlannerState(demand, corrections, history, startUps, headroom, standing, other);
    }

    /**
     * The state when what was decided for a role has not been written: what was never done does not count as a change of
     * direction.
     *
     * @param before the state that the decision was made from
     */
    public PlannerState unwritten(Role role, PlannerState before) {
        RoleHistory earlier = before.history().get(role);
        PerRole<RoleHistory> undone =
                history.with(role, history.get(role).directed(earlier.lastDirection(), earlier.reversals()));
        return new PlannerState(demand, corrections, undone, startUps, headroom, standing, grant);
    }
}
