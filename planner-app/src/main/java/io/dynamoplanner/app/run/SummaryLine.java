package io.dynamoplanner.app.run;

import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.metrics.exporter.ThroughputDecision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one line that the reference logs for each decision, in its format, so that what reads its logs reads ours. It knows
 * two roles; an aggregated engine stands under decode.
 */
final class SummaryLine {
    private static final List<Role> PREFILL = List.of(Role.PREFILL);
    private static final List<Role> DECODE = List.of(Role.DECODE, Role.AGGREGATED);

    private SummaryLine() {}

    /** @param expectedMs latency that the engine model expects at the present load: TTFT of prefill, ITL of decode */
    static String of(Plan plan, Fleet fleet, ThroughputDecision reason, PerRole<Double> expectedMs) {
        int prefill = current(fleet, PREFILL);
        int decode = current(fleet, DECODE);
        Optional<Integer> wantsPrefill = recommended(plan, PREFILL);
        Optional<Integer> wantsDecode = recommended(plan, DECODE);
        boolean none = wantsPrefill.isEmpty() && wantsDecode.isEmpty();
        int up = wantsPrefill.map(n -> n - prefill).orElse(0);
        int upDecode = wantsDecode.map(n -> n - decode).orElse(0);
        return String.format(
                Locale.ROOT,
                "[summary] %s | current: prefill=%d decode=%d | recommended: prefill=%s decode=%s (delta: %+d / %+d)"
                        + " | load_reason=n/a throughput_reason=%s | est_ttft=%.1fms est_itl=%.1fms",
                none ? "HOLD" : action(up, upDecode),
                prefill,
                decode,
                wantsPrefill.map(String::valueOf).orElse("-"),
                wantsDecode.map(String::valueOf).orElse("-"),
                up,
                upDecode,
                reason.spelling(),
                expected(expectedMs, PREFILL),
                expected(expectedMs, DECODE));
    }

    private static String action(int prefill, int decode) {
        if (prefill == 0 && decode == 0) {
            return "HOLD";
        }
        if ((prefill > 0 && decode < 0) || (prefill < 0 && decode > 0)) {
            return "REBALANCE";
        }
        return prefill > 0 || decode > 0 ? "SCALE_UP" : "SCALE_DOWN";
    }

    private static int current(Fleet fleet, List<Role> roles) {
        return roles.stream()
                .flatMap(role -> fleet.roles().find(role).stream())
                .mapToInt(role -> role.ready())
                .sum();
    }

    /** The count that a role is headed for; empty if it is to stay. */
    private static Optional<Integer> recommended(Plan plan, List<Role> roles) {
        return roles.stream()
                .flatMap(role -> plan.roles().find(role).stream())
                .filter(d -> d.target().replicas() != d.from())
                .map((RoleDecision d) -> d.target().replicas())
                .findFirst();
    }

    private static double expected(PerRole<Double> expectedMs, List<Role> roles) {
        return roles.stream()
                .flatMap(role -> expectedMs.find(role).stream())
                .findFirst()
                .orElse(0.0);
    }
}
