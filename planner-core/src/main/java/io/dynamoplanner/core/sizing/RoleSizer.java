package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.Optional;

/**
 * Sizes one role from the performance model of one engine. One object per role; the flow around it does not know which
 * role it deals with.
 */
public interface RoleSizer {
    Role role();

    /** Name of the rule, for reasons and the ledger. */
    String rule();

    /**
     * Replicas for a demand.
     *
     * @param correction factor by which reality differs from the model, 1 for none
     */
    Sizing size(Demand demand, double correction);

    /**
     * What this role's model expected for a window next to what was observed, to correct the model with. Empty when the
     * window does not have the readings for it.
     *
     * @param ready replicas of this role that served during the window
     */
    Optional<Check> check(TrafficWindow window, int ready);

    /**
     * Observed against expected latency of one window.
     *
     * @param observedMs observed, ms
     * @param expectedMs what the uncorrected model says, ms; positive
     * @param requests how many requests the observation stands on
     */
    record Check(double observedMs, double expectedMs, double requests) {}
}
