package io.dynamoplanner.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.EngineProfile.DecodeSample;
import io.dynamoplanner.core.engine.EngineProfile.PrefillSample;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.data.config.ConfigLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planners that know engines by their forward passes, from configuration to plan. */
class ForwardPassPlannerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Prefill 5 ms + 20 us a token, decode 4 ms + 40 ns a KV token. */
    private static EngineProfile profile(int prefillPoints, int decodePoints) {
        List<PrefillSample> prefill = IntStream.rangeClosed(1, prefillPoints)
                .mapToObj(i -> new PrefillSample(i * 1000, 5 + 20.0 * i, i * 1e6 / (5 + 20.0 * i)))
                .toList();
        List<DecodeSample> decode = IntStream.rangeClosed(1, decodePoints)
                .mapToObj(i -> new DecodeSample(i / 20.0, i % 2 == 0 ? 1000 : 3000, 4 + i, 1))
                .toList();
        return new EngineProfile(
                "linear",
                Optional.of(new EngineProfile.Prefill(prefill)),
                Optional.of(new EngineProfile.Decode(decode, 500_000)));
    }

    private static PlannerAssembly planner(String settings, EngineProfile profile) {
        String config = "{\"optimization_target\": \"sla\", \"ttft_ms\": 200, \"itl_ms\": 10, \"max_gpu_budget\": -1,"
                + " \"throughput_adjustment_interval_seconds\": 60, \"load_predictor\": \"constant\", " + settings
                + "}";
        return new PlannerAssembly(
                SettingsFactory.of(ConfigLoader.load(Optional.of(config), Map.of(), Map.of())), profile);
    }

    private static Plan firstPlan(PlannerAssembly planner, double requests, int prefill, int decode, double hitRate) {
        var settled =
                PerRole.of(Role.PREFILL, RoleFleet.settled(prefill, 1), Role.DECODE, RoleFleet.settled(decode, 1));
        return firstPlan(planner, requests, new Fleet(settled), hitRate);
    }

    private static Plan firstPlan(PlannerAssembly planner, double requests, Fleet fleet, double hitRate) {
        Instant end = START.plus(MINUTE);
        var window = TrafficWindow.of(
                START,
                MINUTE,
                Map.of(
                        Signal.REQUESTS, Reading.of(requests, end),
                        Signal.ISL, Reading.of(3000, end),
                        Signal.OSL, Reading.of(150, end),
                        Signal.KV_HIT_RATE, Reading.of(hitRate, end)));
        PlanningCycle cycle = planner.cycle(START);
        return cycle.tick(cycle.fresh(planner.settings().grant()), new Observation(List.of(window), fleet), end)
                .plan();
    }

    @Test
    void release16MovesAtMostAsManyReplicasAsIsSetAndBothRolesAtOnce() {
        PlannerAssembly planner =
                planner("\"compatibility\": \"1.6\", \"max_throughput_scaling_replicas\": 3", profile(10, 20));

        Plan plan = firstPlan(planner, 12_000, 2, 2, 0);

        assertThat(plan.targets().values()).containsExactly(5, 5);
        assertThat(plan.roles().get(Role.PREFILL).target().binding()).isEqualTo(Binding.STEP);
        assertThat(plan.roles().get(Role.PREFILL).sizing().derivation())
                .anyMatch(line -> line.startsWith("one engine = 16.0000 requests/s, 2 at a time, with TTFT 125.00 ms"));
    }

    @ParameterizedTest
    @CsvSource({"1.5, 13", "1.6, 6"})
    void release16AsksForNoMoreWhileReplicasStart(String compatibility, int prefill) {
        PlannerAssembly planner = planner(
                "\"compatibility\": \"" + compatibility + "\", \"max_throughput_scaling_replicas\": 100",
                profile(10, 20));
        var starting = new RoleFleet(6, 2, 4, 0, OptionalInt.of(1), RoleFleet.Rollout.SCALING);

        Plan plan = firstPlan(planner, 12_000, new Fleet(PerRole.of(Role.PREFILL, starting, Role.DECODE, starting)), 0);

        assertThat(plan.targets().get(Role.PREFILL)).isEqualTo(prefill);
    }

    @Test
    void aHitRateThatWasReadMakesPromptsShorter() {
        PlannerAssembly planner = planner("\"compatibility\": \"1.5\"", profile(10, 20));

        int cold = firstPlan(planner, 12_000, 2, 2, 0).targets().get(Role.PREFILL);
        int warm = firstPlan(planner, 12_000, 2, 2, 0.5).targets().get(Role.PREFILL);

        assertThat(cold).isEqualTo(13);
        assertThat(warm).isLessThan(8);
    }

    @ParameterizedTest
    @CsvSource({"1.1, 2", "1.5, 2", "1.6, 2", "none, 13"})
    void withoutAModelOfOneRoleReleasesHoldBothAndOursTheOneThatLacksIt(String compatibility, int prefill) {
        PlannerAssembly planner = planner(
                "\"max_throughput_scaling_replicas\": 100, \"prefill_queueing\": false, \"load_quantile\": 0.5,"
                        + " \"capacity_model\": \"forward_pass\", \"compatibility\": \"" + compatibility + "\"",
                profile(10, 3));

        Plan plan = firstPlan(planner, 12_000, 2, 2, 0);

        assertThat(plan.targets().values()).containsExactly(prefill, 2);
        assertThat(plan.roles().get(Role.DECODE).sizing())
                .isEqualTo(new Sizing.NotReady("decode: 3 decode passes, 5 are needed"));
        assertThat(planner.findings()).extracting(Finding::code).containsExactly("no-engine-model");
    }

    @Test
    void pointsOfTheProfileThatTeachNothingAreAFinding() {
        EngineProfile odd = new EngineProfile(
                "odd",
                Optional.of(new EngineProfile.Prefill(List.of(new PrefillSample(100, Double.NaN, 1)))),
                Optional.empty());

        assertThat(planner("\"capacity_model\": \"forward_pass\"", odd).findings())
                .extracting(Finding::code)
                .containsExactly("no-engine-model", "no-engine-model", "profile-points-unused");
        assertThat(planner("\"capacity_model\": \"forward_pass\"", profile(10, 20))
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.1", "1.5", "1.6", "none"})
    void aggregatedEnginesAreCountedToo(String compatibility) {
        PlannerAssembly planner = planner(
                "\"mode\": \"agg\", \"capacity_model\": \"forward_pass\", \"compatibility\": \"" + compatibility + "\"",
                profile(10, 20));

        Sizing sizing = planner.sizers().get(Role.AGGREGATED).size(Demand.of(6000, 3000, 150, 60), 1);

        assertThat(sizing)
                .isInstanceOfSatisfying(
                        Sizing.Sized.class,
                        sized -> assertThat(sized.replicas()).isBetween(3, 40));
    }

    @Test
    void theProfileBesideARelease16LeavesItItsBudget() {
        PlannerAssembly planner =
                planner("\"compatibility\": \"1.6\", \"capacity_model\": \"profile\"", profile(10, 20));

        assertThat(planner.sizers().get(Role.PREFILL).rule()).isEqualTo("waiting inside the TTFT target");
    }
}
