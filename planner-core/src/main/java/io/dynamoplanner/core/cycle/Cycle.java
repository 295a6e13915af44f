package io.dynamoplanner.core.cycle;

import io.dynamoplanner.core.plan.Plan;

/** What one tick returns: the state for the next tick, the plan, and the entry for the ledger. */
public record Cycle(PlannerState state, Plan plan, LedgerEntry entry) {}
