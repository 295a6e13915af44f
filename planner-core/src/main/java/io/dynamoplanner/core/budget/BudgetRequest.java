package io.dynamoplanner.core.budget;

import io.dynamoplanner.core.role.PerRole;

public record BudgetRequest(
        PerRole<Integer> current,
        PerRole<Integer> wanted,
        PerRole<Integer> gpusPerReplica,
        PerRole<Integer> floors,
        PerRole<Double> need,
        int gpuFloor,
        int gpuCeiling) {}
