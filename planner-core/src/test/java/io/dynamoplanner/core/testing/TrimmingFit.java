package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.budget.BudgetFit;
import io.dynamoplanner.core.budget.BudgetRequest;
import io.dynamoplanner.core.budget.BudgetResult;
import io.dynamoplanner.core.role.PerRole;
import java.util.Optional;

/** Takes one replica after the other from the largest role until the targets fit; floors do not count. */
public final class TrimmingFit implements BudgetFit {
    @Override
    public String name() {
        return "trimming";
    }

    @Override
    public BudgetResult fit(BudgetRequest request) {
        PerRole<Integer> targets = request.wanted();
        while (request.gpuCeiling() >= 0 && gpus(targets, request) > request.gpuCeiling()) {
            int largest = 0;
            for (int i = 1; i < targets.size(); i++) {
                largest = targets.valueAt(i) > targets.valueAt(largest) ? i : largest;
            }
            targets = targets.with(targets.roleAt(largest), targets.valueAt(largest) - 1);
        }
        return new BudgetResult(targets, Optional.empty());
    }

    private static int gpus(PerRole<Integer> targets, BudgetRequest request) {
        int sum = 0;
        for (var entry : targets) {
            sum += entry.value() * request.gpusPerReplica().get(entry.role());
        }
        return sum;
    }
}
