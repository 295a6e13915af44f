package io.dynamoplanner.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.budget.BudgetFit;
import io.dynamoplanner.core.budget.BudgetRequest;
import io.dynamoplanner.core.budget.DirectionalGuardFit;
import io.dynamoplanner.core.budget.ProportionalFit;
import io.dynamoplanner.core.capacity.BatchSearch;
import io.dynamoplanner.core.capacity.Capacity;
import io.dynamoplanner.core.capacity.DecodeCapacity;
import io.dynamoplanner.core.capacity.EngineCapacity;
import io.dynamoplanner.core.capacity.EngineLimits;
import io.dynamoplanner.core.capacity.OperatingPoint;
import io.dynamoplanner.core.capacity.PrefillCapacity;
import io.dynamoplanner.core.capacity.Rows;
import io.dynamoplanner.core.capacity.Rows.Row;
import io.dynamoplanner.core.capacity.Work;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.Reuse;
import io.dynamoplanner.core.engine.TestProfiles;
import io.dynamoplanner.core.forwardpass.PassModel;
import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.forwardpass.ProfilePasses;
import io.dynamoplanner.core.forwardpass.SegmentedRegression;
import io.dynamoplanner.core.forwardpass.Workload;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Throughput decisions recorded from the running reference on random inputs, with the capacities they stand on. */
class ForwardPassReplicasTest {
    private static final double EQUAL = 1e-11;
    private static final Map<String, PassModel> MODELS = new HashMap<>();

    private static PassTime time(Row row, Workload workload) {
        return MODELS.computeIfAbsent(
                        row.text("profile"),
                        name -> PassModel.learn(
                                new SegmentedRegression(5),
                                new PassModel.Retention(64, 16),
                                ProfilePasses.of(TestProfiles.named(name)).passes()))
                .time(workload)
                .orElseThrow();
    }

    private static EngineCapacity engine(Row row, Role role) {
        var limits = new EngineLimits(row.whole("tokens"), row.whole("sequences"), row.whole("kv_tokens"));
        return role.equals(Role.PREFILL)
                ? new PrefillCapacity(time(row, Workload.PREFILL), limits, row.number("ttft_ms"), BatchSearch.REFERENCE)
                : new DecodeCapacity(time(row, Workload.DECODE), limits, row.number("itl_ms"), BatchSearch.REFERENCE);
    }

    private static List<Role> roles(Row row) {
        return switch (row.text("mode")) {
            case "disagg" -> List.of(Role.PREFILL, Role.DECODE);
            case "prefill" -> List.of(Role.PREFILL);
            default -> List.of(Role.DECODE);
        };
    }

    private static String column(Role role, String name) {
        return name + (role.equals(Role.PREFILL) ? "1" : "2");
    }

    private static double hitRate(Row row) {
        return row.has("hit") ? row.number("hit") : 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5.1", "1.6.1"})
    void everyRecordedCapacityIsReproduced(String release) {
        List<Row> rows = Rows.read(getClass(), "forward-pass-" + release + ".csv.gz");
        assertThat(rows).hasSize(248);
        for (Row row : rows) {
            for (Role role : roles(row)) {
                Capacity capacity =
                        engine(row, role).of(new Work(row.number("isl"), row.number("osl"), hitRate(row), 1), 1);

                assertThat(capacity).as("%s", row).isInstanceOf(Capacity.Found.class);
                OperatingPoint point = ((Capacity.Found) capacity).point();
                double rps = row.number(column(role, "rps"));
                assertThat(point.requestsPerSecond()).as("%s", row).isCloseTo(rps, within(rps * EQUAL));
                double ms = row.number(role.equals(Role.PREFILL) ? "ttft1" : "itl2");
                assertThat((role.equals(Role.PREFILL) ? point.ttftMs() : point.itlMs()).orElseThrow())
                        .as("%s", row)
                        .isCloseTo(ms, within(ms * EQUAL));
                assertThat(point.eligible()).as("%s", row).isEqualTo(row.whole(column(role, "eligible")) == 1);
            }
        }
    }

    private static PerRole<Integer> counts(Row row, String name) {
        return PerRole.build(roles(row), role -> row.whole(column(role, name)));
    }

    /** What the sizers ask for, before any limit. */
    private static PerRole<Integer> sized(Row row) {
        Demand demand = Demand.of(row.number("requests"), row.number("isl"), row.number("osl"), row.number("seconds"))
                .sparing(new Reuse(hitRate(row), 1));
        return PerRole.build(
                roles(row),
                role -> new ByEngineCapacity(engine(row, role), 0, 0)
                        .size(demand, 1)
                        .bestEffortReplicas());
    }

    private static BudgetRequest request(Row row, PerRole<Integer> wanted) {
        return new BudgetRequest(
                counts(row, "current"),
                wanted,
                counts(row, "gpus"),
                wanted.map((role, n) -> row.whole("min")),
                wanted.map((role, n) -> (double) n),
                row.whole("floorGpus"),
                row.whole("ceilingGpus"));
    }

    private static boolean anythingPending(Row row) {
        return row.whole("pending1") > 0 || row.whole("pending2") > 0;
    }

    @Test
    void everyDecisionOfRelease15IsReproduced() {
        BudgetFit budget = new ProportionalFit();
        for (Row row : Rows.read(getClass(), "forward-pass-1.5.1.csv.gz")) {
            PerRole<Integer> wanted = sized(row);
            if (row.whole("load_scaling") == 1) {
                PerRole<Integer> bound = wanted.map((role, n) -> Math.max(n, row.whole("min")));
                assertThat(bound).as("%s", row).isEqualTo(counts(row, "bound"));
            } else {
                assertThat(budget.fit(request(row, wanted)).targets())
                        .as("%s", row)
                        .isEqualTo(counts(row, "decision"));
            }
        }
    }

    /** Rows with replicas that are still starting follow a rule of their own in the reference, unless it only sets a bound. */
    @Test
    void everyDecisionOfRelease16OnASettledFleetIsReproduced() {
        var budget = new DirectionalGuardFit();
        int compared = 0;
        for (Row row : Rows.read(getClass(), "forward-pass-1.6.1.csv.gz")) {
            boolean bound = row.whole("load_scaling") == 1;
            if (anythingPending(row) && !bound) {
                continue;
            }
            PerRole<Integer> current = counts(row, "current");
            int step = row.whole("step");
            PerRole<Integer> capped = sized(row)
                    .map((role, n) ->
                            Math.max(Math.max(0, current.get(role) - step), Math.min(current.get(role) + step, n)));
            BudgetRequest request = request(row, capped);
            PerRole<Integer> targets = bound
                    ? budget.fitCeiling(request).targets()
                    : budget.fit(request).targets();
            PerRole<Integer> recorded = bound
                    ? counts(row, "bound")
                    : current.map(
                            (role, n) -> row.has(column(role, "decision")) ? row.whole(column(role, "decision")) : n);

            assertThat(targets).as("%s", row).isEqualTo(recorded);
            compared++;
        }
        assertThat(compared).isEqualTo(237);
    }
}
