package io.dynamoplanner.core.budget;

/** A rule that fits wished replicas into a GPU budget. Pure: the same request gives the same result. */
public interface BudgetFit {

    /** Short stable name, for configuration and ledgers. */
    String name();

    BudgetResult fit(BudgetRequest request);
}
