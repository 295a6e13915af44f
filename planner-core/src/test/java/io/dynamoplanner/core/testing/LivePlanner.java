package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A planner and its fleet, in which every write takes effect at once; each tick is kept for a look back. */
public final class LivePlanner {
    private final PlanningCycle cycle;
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private PlannerState state;
    private PerRole<RoleFleet> fleet;

    public LivePlanner(PlanningCycle cycle, PlannerState state, PerRole<Integer> replicas) {
        this.cycle = cycle;
        this.state = state;
        this.fleet = replicas.map((role, n) -> RoleFleet.settled(n, 1));
    }

    public Plan tick(Instant now, TrafficWindow... windows) {
        Cycle result = cycle.tick(state, new Observation(List.of(windows), new Fleet(fleet)), now);
        state = result.state();
        ledger.add(result.entry());
        fleet = fleet.map(
                (role, f) -> RoleFleet.settled(result.plan().roles().get(role).now(), 1));
        return result.plan();
    }

    /** A tick one second after the window is complete. */
    public Plan see(long window, TrafficWindow seen) {
        return tick(Traffic.after(window, 1), seen);
    }

    public int replicas(Role role) {
        return fleet.get(role).desired();
    }

    /** Somebody else changes the fleet. */
    public void fleet(Role role, RoleFleet other) {
        fleet = fleet.with(role, other);
    }

    public void change(UnaryOperator<PlannerState> by) {
        state = by.apply(state);
    }

    public PlannerState state() {
        return state;
    }

    public List<LedgerEntry> ledger() {
        return ledger;
    }
}
