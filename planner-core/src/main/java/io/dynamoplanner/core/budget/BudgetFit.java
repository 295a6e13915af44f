package io.dynamoplanner.core.budget;

public interface BudgetFit {
    String name();

    BudgetResult fit(BudgetRequest request);
}
