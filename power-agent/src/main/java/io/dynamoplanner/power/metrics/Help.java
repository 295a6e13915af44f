package io.dynamoplanner.power.metrics;

import java.util.Map;

/** What the counters count. */
final class Help {
    private static final Map<String, String> TEXTS = Map.of(
            "apply_failures_total", "Limits that could not be set or given back.",
            "multi_pod_gpu_total", "Boards that began to be used by several pods with the annotation.",
            "cap_clamped_total", "Wishes that began to be outside of what the board accepts.",
            "safe_default_applied_total", "Boards that began to get the safe default.",
            "orphan_recovered_total", "Boards given back that an earlier process had limited.",
            "external_limit_change_total", "Limits that somebody else changed.",
            "attribution_mismatch_total", "Times that kubelet and processes began to tell different pods of a board.",
            "nvml_errors_total", "Calls into the driver that failed.");

    private Help() {}

    static String of(String name) {
        return TEXTS.getOrDefault(name, "");
    }
}
