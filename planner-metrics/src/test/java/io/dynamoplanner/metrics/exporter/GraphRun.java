package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.attainment.AttainmentFeedback;
import io.dynamoplanner.core.budget.ExactFit;
import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.constraint.Constraint;
import io.dynamoplanner.core.constraint.GpuBudget;
import io.dynamoplanner.core.constraint.HoldOnUnknown;
import io.dynamoplanner.core.correction.NoCorrection;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.Infeasible;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.graph.GraphId;
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
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph that is planned for real and tells the metrics: windows of one minute, the last value as forecast, 60 requests
 * per minute and replica of every role. Its replicas change only when the test says so.
 */
final class GraphRun {
    static final GraphId CHAT = new GraphId("serving", "chat");
    static final GraphId CODE = new GraphId("serving", "code");
    static final WindowGrid GRID = new WindowGrid(Instant.parse("2026-01-05T00:00:00Z"), Duration.ofMinutes(1));
    static final GpuGrant NO_LIMIT = GpuGrant.fixed(-1, -1);
    static final TickReport.Targets TARGETS = new TickReport.Targets(200, 20);

    private final PlannerMetrics metrics;
    private final GraphId id;
    private final PlanningCycle cycle;
    private PlannerState state;
    private PerRole<RoleFleet> fleet;

    GraphRun(PlannerMetrics metrics, GraphId id, PerRole<RoleFleet> fleet, GpuGrant grant) {
        this(metrics, id, fleet, grant, Quantile.POINT);
    }

    GraphRun(PlannerMetrics metrics, GraphId id, PerRole<RoleFleet> fleet, GpuGrant grant, Quantile quantile) {
        this.metrics = metrics;
        this.id = id;
        this.fleet = fleet;
        List<Constraint> constraints = List.of(
                new HoldOnUnknown(), new GpuBudget(new ExactFit(), fleet.map((role, f) -> 1), Baseline.DESIRED));
        cycle = new PlanningCycle(
                new DemandForecaster(
                        GRID,
                        new LastValues(),
                        new DemandForecaster.Settings(Duration.ZERO, quantile, IdleRule.DEMAND_ZERO, Map.of())),
                fleet.map((role, f) -> new OnePerSecond(role)),
                new NoCorrection(),
                constraints,
                new ReleaseFirst(),
                new PlanningCycle.Rules(
                        Infeasible.HOLD, Duration.ofSeconds(10), Duration.ofHours(1), AttainmentFeedback.none()));
        state = cycle.fresh(grant);
    }

    /** Two settled replicas of two GPUs for prefill, three of four for decode. */
    static PerRole<RoleFleet> disaggregated() {
        return PerRole.of(Role.PREFILL, RoleFleet.settled(2, 2), Role.DECODE, RoleFleet.settled(3, 4));
    }

    void fleet(Role role, RoleFleet other) {
        fleet = fleet.with(role, other);
    }

    /** A tick one second after the window is complete. */
    TickReport see(long window, TrafficWindow... seen) {
        return tick(after(window), seen);
    }

    TickReport tick(Instant now, TrafficWindow... seen) {
        Cycle result = cycle.tick(state, new Observation(List.of(seen), new Fleet(fleet)), now);
        state = result.state();
        TickReport report = TickReport.of(result.entry(), Duration.ofMillis(30), TARGETS);
        metrics.decided(id, report);
        return report;
    }

    static Instant after(long window) {
        return GRID.startOf(window + 1).plusSeconds(1);
    }

    /** 3000 tokens in, 150 out, 120 ms and 12 ms, 2 s per request, 3 % and 1 % outside of the targets. */
    static TrafficWindow requests(long index, double requests) {
        return window(
                index,
                Map.of(
                        Signal.REQUESTS, requests,
                        Signal.ISL, 3000.0,
                        Signal.OSL, 150.0,
                        Signal.TTFT, 120.0,
                        Signal.ITL, 12.0,
                        Signal.TTFT_INSIDE, 0.97,
                        Signal.ITL_INSIDE, 0.99,
                        Signal.REQUEST_DURATION, 2.0,
                        Signal.KV_HIT_RATE, 0.25,
                        Signal.ACCEPT_LENGTH, 1.5));
    }

    /** Not a number is unknown. */
    static TrafficWindow window(long index, Map<Signal, Double> values) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        values.forEach((signal, value) -> readings.put(signal, Reading.of(value, GRID.startOf(index + 1))));
        return TrafficWindow.of(GRID.startOf(index), GRID.length(), readings);
    }

    static TrafficWindow outage(long index) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        for (Signal signal : Signal.values()) {
            readings.put(signal, Reading.unknown(Reading.Cause.FAILED, "HTTP 503", GRID.startOf(index)));
        }
        return TrafficWindow.of(GRID.startOf(index), GRID.length(), readings);
    }

    private record OnePerSecond(Role role) implements RoleSizer {
        @Override
        public String rule() {
            return "one request per second and replica";
        }

        @Override
        public Sizing size(Demand demand, double correction) {
            double exact = demand.requestsPerSecond();
            return new Sizing.Sized((int) Math.ceil(exact), exact, List::of);
        }

        @Override
        public Optional<Check> check(TrafficWindow window, int ready) {
            return Optional.empty();
        }
    }

    private record LastValue(double last, int points) implements Predictor {
        @Override
        public Predictor observe(double value) {
            return new LastValue(value, points + 1);
        }

        @Override
        public Prediction predict(int stepsAhead) {
            return points == 0
                    ? new Prediction(last, 0, Prediction.Basis.NO_DATA)
                    : Prediction.tooFew(last, points, 100);
        }

        @Override
        public Predictor warmedUp() {
            return this;
        }

        @Override
        public Snapshot snapshot() {
            return new Snapshot("last-value", List.of(last, (double) points));
        }
    }

    private static final class LastValues implements PredictorFamily {
        @Override
        public String name() {
            return "last-value";
        }

        @Override
        public Predictor fresh() {
            return new LastValue(0, 0);
        }

        @Override
        public Predictor restore(Snapshot snapshot) {
            return new LastValue(
                    snapshot.numbers().get(0), snapshot.numbers().get(1).intValue());
        }
    }
}
