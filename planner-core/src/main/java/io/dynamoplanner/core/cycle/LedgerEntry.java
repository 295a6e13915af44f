package io.dynamoplanner.core.cycle;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Instant;

/**
 * One decision with all that it was made from. {@code before} and {@code seen} are what a replay needs; the rest is what
 * a reader wants to see without one.
 *
 * @param before the state that the tick started from; a ledger file stores it at checkpoints only
 * @param seen what was observed
 * @param demand what the fleet was sized for
 * @param wished replicas after merging the proposals, before constraints
 */
public record LedgerEntry(
        Instant at, PlannerState before, Observation seen, Demand demand, PerRole<Integer> wished, Plan plan) {}
