package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.role.PerRole;
import java.util.Objects;
import java.util.Optional;

/**
 * Replicas that fit the budget.
 *
 * @param targets replicas role by role
 * @param note what the budget did to the wish; empty when it did nothing
 */
public record BudgetResult(PerRole<Integer> targets, Optional<BudgetNote> note) {
    public BudgetResult {
        Objects.requireNonNull(targets, "targets");
        Objects.requireNonNull(note, "note");
    }

    static BudgetResult of(PerRole<Integer> targets) {
        return new BudgetResult(targets, Optional.empty());
    }

    static BudgetResult of(PerRole<Integer> targets, BudgetNote note) {
        return new BudgetResult(targets, Optional.of(note));
    }
}
