package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.role.PerRole;
import java.util.Optional;

public record BudgetResult(PerRole<Integer> targets, Optional<BudgetNote> note) {}
