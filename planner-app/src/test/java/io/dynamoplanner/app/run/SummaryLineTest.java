package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.metrics.exporter.ThroughputDecision;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryLineTest {

    @ParameterizedTest(name = "2 and 4 to {0} and {1}: {2}")
    @CsvSource({
        "2,4,HOLD",
        "3,4,SCALE_UP",
        "3,5,SCALE_UP",
        "1,4,SCALE_DOWN",
        "1,3,SCALE_DOWN",
        "3,3,REBALANCE",
        "1,6,REBALANCE"
    })
    void theActionFollowsFromTheDirections(int prefill, int decode, String action) {
        assertThat(line(prefill, decode)).startsWith("[summary] " + action + " | current: prefill=2 decode=4 | ");
    }

    @Test
    void theLineReadsLikeThatOfTheReference() {
        assertThat(line(3, 4))
                .isEqualTo(
                        "[summary] SCALE_UP | current: prefill=2 decode=4 | recommended: prefill=3 decode=-"
                                + " (delta: +1 / +0) | load_reason=n/a throughput_reason=scale | est_ttft=120.5ms est_itl=0.0ms");
    }

    @Test
    void anAggregatedEngineStandsUnderDecode() {
        Plan plan = plan(PerRole.of(Role.AGGREGATED, decision(4, 5)));
        Fleet fleet = new Fleet(PerRole.of(Role.AGGREGATED, RoleFleet.settled(4, 1)));

        assertThat(SummaryLine.of(plan, fleet, ThroughputDecision.SCALE, PerRole.empty()))
                .contains("current: prefill=0 decode=4 | recommended: prefill=- decode=5 (delta: +0 / +1)");
    }

    @Test
    void reasonsAreThoseOfTheReference() {
        Plan holds = plan(PerRole.of(Role.DECODE, decision(4, 4)));
        Plan grows = plan(PerRole.of(Role.DECODE, decision(4, 5)));
        Demand live = Demand.of(10, 100, 100, 60);

        assertThat(ThroughputDecision.of(live, holds.roles()).spelling()).isEqualTo("no_change");
        assertThat(ThroughputDecision.of(live, grows.roles()).spelling()).isEqualTo("scale");
        assertThat(ThroughputDecision.of(Demand.none(60, "HTTP 500"), holds.roles())
                        .spelling())
                .isEqualTo("no_traffic_data");
    }

    private static String line(int prefill, int decode) {
        Plan plan = plan(PerRole.of(Role.PREFILL, decision(2, prefill), Role.DECODE, decision(4, decode)));
        Fleet fleet =
                new Fleet(PerRole.of(Role.PREFILL, RoleFleet.settled(2, 1), Role.DECODE, RoleFleet.settled(4, 1)));
        return SummaryLine.of(
                plan,
                fleet,
                ThroughputDecision.of(Demand.of(10, 100, 100, 60), plan.roles()),
                PerRole.of(Role.PREFILL, 120.5));
    }

    private static RoleDecision decision(int from, int to) {
        return new RoleDecision(
                from,
                new Sizing.Sized(to, to, () -> List.of()),
                Target.wish(to, to, Binding.DEMAND, "test"),
                to,
                1.0,
                1.0);
    }

    private static Plan plan(PerRole<RoleDecision> roles) {
        return new Plan(Instant.EPOCH, roles, List.of(), List.of(), Instant.EPOCH);
    }
}
