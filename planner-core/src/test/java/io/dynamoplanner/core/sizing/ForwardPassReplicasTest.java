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
import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.Constraint;
import io.dynamoplanner.core.constraint.ReductionsWhileStarting;
import io.dynamoplanner.core.constraint.ReplicaFloor;
import io.dynamoplanner.core.constraint.Situation;
import io.dynamoplanner.core.constraint.StepLimit;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.Reuse;
import io.dynamoplanner.core.engine.TestProfiles;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.forwardpass.PassModel;
import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.forwardpass.ProfilePasses;
import io.dynamoplanner.core.forwardpass.SegmentedRegression;
import io.dynamoplanner.core.forwardpass.Workload;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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

    /** With load scaling on, a throughput decision only leaves a lower bound behind. */
    @Test
    void everyBoundOfRelease16IsReproduced() {
        int compared = 0;
        for (Row row : Rows.read(getClass(), "forward-pass-1.6.1.csv.gz")) {
            if (row.whole("load_scaling") == 1) {
                compared++;
                assertThat(new DirectionalGuardFit()
                                .fitCeiling(request(row, capped(row)))
                                .targets())
                        .as("%s", row)
                        .isEqualTo(counts(row, "bound"));
            }
        }
        assertThat(compared).isEqualTo(82);
    }

    private static PerRole<Integer> capped(Row row) {
        PerRole<Integer> current = counts(row, "current");
        int step = row.whole("step");
        return sized(row)
                .map((role, n) ->
                        Math.max(Math.max(0, current.get(role) - step), Math.min(current.get(role) + step, n)));
    }

    @Test
    void everyDecisionOfRelease16OnASettledFleetIsReproduced() {
        int compared = 0;
        for (Row row : Rows.read(getClass(), "forward-pass-1.6.1.csv.gz")) {
            if (row.whole("load_scaling") == 0 && !isStarting(row)) {
                assertThat(new DirectionalGuardFit()
                                .fit(request(row, capped(row)))
                                .targets())
                        .as("%s", row)
                        .isEqualTo(recorded(row));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(156);
    }

    @Test
    void everyDecisionOfRelease16WhileReplicasStartIsReproduced() {
        int compared = 0;
        for (Row row : Rows.read(getClass(), "forward-pass-1.6.1.csv.gz")) {
            if (row.whole("load_scaling") == 0 && isStarting(row)) {
                assertThat(whileStarting(row).map((role, target) -> target.replicas()))
                        .as("%s", row)
                        .isEqualTo(recorded(row));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(10);
    }

    private static boolean isStarting(Row row) {
        return roles(row).stream().anyMatch(role -> row.whole(column(role, "pending")) > 0);
    }

    /** A role for which nothing was decided keeps what was asked for. */
    private static PerRole<Integer> recorded(Row row) {
        return PerRole.build(
                roles(row),
                role -> row.has(column(role, "decision"))
                        ? row.whole(column(role, "decision"))
                        : fleet(row, role).desired());
    }

    private static RoleFleet fleet(Row row, Role role) {
        int ready = row.whole(column(role, "current"));
        int starting = row.whole(column(role, "pending"));
        return new RoleFleet(
                ready + starting,
                ready,
                starting,
                0,
                OptionalInt.of(row.whole(column(role, "gpus"))),
                starting > 0 ? RoleFleet.Rollout.SCALING : RoleFleet.Rollout.SETTLED);
    }

    /** The constraints of release 1.6 that say something about these rows, in their order. */
    private static PerRole<Target> whileStarting(Row row) {
        PerRole<Integer> floors = counts(row, "current").map((role, n) -> row.whole("min"));
        int step = row.whole("step");
        int ceiling = row.whole("ceilingGpus");
        int floor = row.whole("floorGpus");
        var situation = new Situation(
                new Fleet(PerRole.build(roles(row), role -> fleet(row, role))),
                Demand.of(row.number("requests"), row.number("isl"), row.number("osl"), row.number("seconds")),
                PerRole.empty(),
                // one row has a ceiling below its floor, which is refused here; what starts is not held against a
                // ceiling
                GpuGrant.fixed(floor, ceiling < floor ? -1 : ceiling),
                0,
                Instant.EPOCH);
        PerRole<Target> targets = sized(row).map((role, n) -> Target.wish(n, n, Binding.DEMAND, "sized"));
        for (Constraint constraint : List.of(
                new StepLimit(step, step, Baseline.READY),
                new ReplicaFloor(floors),
                new ReductionsWhileStarting(new DirectionalGuardFit(), floors))) {
            targets = constraint.apply(targets, situation);
        }
        return targets;
    }
}
