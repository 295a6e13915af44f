package io.dynamoplanner.data.ledger;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;

import io.dynamoplanner.core.attainment.AttainmentFeedback;
import io.dynamoplanner.core.budget.ExactFit;
import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.constraint.GpuBudget;
import io.dynamoplanner.core.constraint.StepLimit;
import io.dynamoplanner.core.correction.NoCorrection;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.Infeasible;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import io.dynamoplanner.core.gateway.WriteGateway;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.RoleSizer;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.core.staging.ReleaseFirst;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.document.DocumentReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A planner with the simplest arithmetic: a decision a minute, of a load that the test gives. */
final class SmallPlanner {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final GpuGrant GRANT = GpuGrant.fixed(-1, 12);
    static final PredictorFamily LAST_VALUE = new LastValueFamily();

    private static final WindowGrid GRID = new WindowGrid(START, Duration.ofMinutes(1));
    private static final EngineProfile PROFILE = new EngineProfile(
            "one point",
            Optional.of(new EngineProfile.Prefill(List.of(new EngineProfile.PrefillSample(1000, 61.7, 0.1 + 0.2)))),
            Optional.of(new EngineProfile.Decode(
                    List.of(new EngineProfile.DecodeSample(1.0 / 3, 1500, Math.PI, 1e-17)), 123_456.5)));

    private final PlanningCycle cycle = cycle();
    private PlannerState state = cycle.fresh(GRANT);
    private PerRole<Integer> replicas = PerRole.of(PREFILL, 2, DECODE, 2);
    private long window;

    static PlannerConfig config(String yaml) {
        return ConfigLoader.loadDocument(
                Optional.of(DocumentReader.parseYaml("planner.yaml", yaml)), Map.of(), Map.of());
    }

    static LedgerHeader header(String yaml) {
        return new LedgerHeader(
                "1.2.3",
                new GraphId("serving", "chat"),
                START,
                START,
                config(yaml),
                PROFILE,
                PerRole.of(PREFILL, 1, DECODE, 2),
                GRANT);
    }

    /** A decision and what became of it. */
    record Decided(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id) {
        void writeTo(DecisionLog log) {
            log.record(entry, outcomes, id);
        }
    }

    /** The next decision, of which every effect is applied. */
    Decided decide(double requests) {
        return decide(requests, effect -> new Outcome.Applied());
    }

    Decided decide(double requests, Function<Effect, Outcome> outcome) {
        Instant now = GRID.startOf(window + 1).plusSeconds(1);
        Fleet fleet = new Fleet(replicas.map((role, n) -> RoleFleet.settled(n, role.equals(DECODE) ? 2 : 1)));
        Cycle result = cycle.tick(state, new Observation(List.of(traffic(requests)), fleet), now);
        state = result.state();
        replicas = result.plan().roles().map((role, decision) -> decision.now());
        window++;
        return new Decided(
                result.entry(),
                result.plan().effects().stream()
                        .map(effect -> new WriteGateway.Written(effect, outcome.apply(effect)))
                        .toList(),
                DecisionId.of(now, window));
    }

    /** Something from outside changes the state between two decisions. */
    void change(UnaryOperator<PlannerState> by) {
        state = by.apply(state);
    }

    private TrafficWindow traffic(double requests) {
        Instant end = GRID.startOf(window + 1);
        return TrafficWindow.of(
                GRID.startOf(window),
                GRID.length(),
                Map.of(
                        Signal.REQUESTS, Reading.of(requests, end),
                        Signal.ISL, Reading.of(1000.1, end),
                        Signal.OSL, Reading.of(150, end),
                        Signal.TTFT,
                                Reading.unknown(
                                        Reading.Cause.STALE, "newest sample is 130 s old", GRID.startOf(window)),
                        Signal.ITL, Reading.of(0, end)));
    }

    static PlanningCycle cycle() {
        return new PlanningCycle(
                new DemandForecaster(
                        GRID,
                        LAST_VALUE,
                        new DemandForecaster.Settings(Duration.ZERO, Quantile.POINT, IdleRule.DEMAND_ZERO, Map.of())),
                PerRole.of(PREFILL, new PerReplica(PREFILL, 70), DECODE, new PerReplica(DECODE, 90)),
                new NoCorrection(),
                List.of(
                        new StepLimit(3, 2, Baseline.DESIRED),
                        new GpuBudget(new ExactFit(), PerRole.of(PREFILL, 1, DECODE, 1), Baseline.DESIRED)),
                new ReleaseFirst(),
                new PlanningCycle.Rules(
                        Infeasible.HOLD, Duration.ofSeconds(5), Duration.ofHours(1), AttainmentFeedback.none()));
    }

    /** So many requests per window and replica. */
    private record PerReplica(Role role, double requests) implements RoleSizer {
        @Override
        public String rule() {
            return "requests per replica";
        }

        @Override
        public Sizing size(Demand demand, double correction) {
            double exact = demand.requests() / requests;
            int replicas = (int) Math.ceil(exact);
            return new Sizing.Sized(replicas, exact, () -> List.of("replicas = ⌈" + exact + "⌉ = " + replicas));
        }

        @Override
        public Optional<Check> check(TrafficWindow window, int ready) {
            return Optional.empty();
        }
    }

    private record LastValueFamily() implements PredictorFamily {
        @Override
        public String name() {
            return "last";
        }

        @Override
        public Predictor fresh() {
            return new LastValue(0);
        }

        @Override
        public Predictor restore(Snapshot snapshot) {
            return new LastValue(snapshot.numbers().get(0));
        }
    }

    private record LastValue(double last) implements Predictor {
        @Override
        public Predictor observe(double value) {
            return new LastValue(value);
        }

        @Override
        public Prediction predict(int stepsAhead) {
            return new Prediction(last, 0, Prediction.Basis.MODEL);
        }

        @Override
        public int points() {
            return 1;
        }

        @Override
        public Predictor warmedUp() {
            return this;
        }

        @Override
        public Snapshot snapshot() {
            return new Snapshot("last", List.of(last));
        }
    }
}
