package io.dynamoplanner.core.budget;

public enum BudgetNote {
    X;

    public String code() {
        return "x";
    }
}
