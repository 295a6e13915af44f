package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.assembly.LedgerHeaders;
import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.gateway.WriteGateway;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.ledger.DecisionId;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.profile.ProfileReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A live planner by hand: each minute the test says what is read and what becomes of the writes. Engines have one GPU and
 * serve at once.
 */
final class ScriptedPlanner {
    static final String CONFIG = """
            ttft_ms: 500
            itl_ms: 20
            load_predictor: kalman
            load_quantile: 0.95
            throughput_adjustment_interval_seconds: 60
            startup_seconds: 45
            max_gpu_budget: 10
            max_scale_up_replicas: 4
            """;
    static final Path PROFILE = Path.of("..", "examples", "profiles", "h200_llama3.1-8b-fp8_tp1_measured");

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<DecisionLog> logs = new ArrayList<>();
    private final LedgerHeader header;
    private final PlanningCycle cycle;
    private PlannerState state;
    private PerRole<Integer> replicas = PerRole.of(Role.PREFILL, 2, Role.DECODE, 2);
    private long minute;

    ScriptedPlanner(String yaml) {
        PlannerConfig config = ConfigLoader.loadDocument(
                Optional.of(DocumentReader.parseYaml("planner.yaml", yaml)), Map.of(), Map.of());
        EngineProfile profile = ProfileReader.read(PROFILE);
        PlannerSettings settings = SettingsFactory.of(config);
        this.header = LedgerHeaders.of(new GraphId("serving", "chat"), START, START, config, profile, settings);
        this.cycle = new PlannerAssembly(settings, profile).cycle(START);
        this.state = cycle.fresh(settings.grant());
    }

    ScriptedPlanner() {
        this(CONFIG);
    }

    LedgerHeader header() {
        return header;
    }

    ScriptedPlanner writingTo(DecisionLog log) {
        logs.add(log);
        return this;
    }

    /** A minute with this many requests, 3000 tokens in and 150 out, whose effects are applied. */
    ScriptedPlanner minute(double requests) {
        return minute(requests, effect -> new Outcome.Applied());
    }

    ScriptedPlanner minute(double requests, Function<Effect, Outcome> outcome) {
        Instant end = START.plus(MINUTE.multipliedBy(minute + 1));
        return see(
                Map.of(
                        Signal.REQUESTS, Reading.of(requests, end),
                        Signal.ISL, Reading.of(3000, end),
                        Signal.OSL, Reading.of(150, end),
                        Signal.TTFT, Reading.of(180.25, end),
                        Signal.ITL, Reading.of(9.5, end)),
                outcome);
    }

    /** A minute in which Prometheus did not answer. */
    ScriptedPlanner outage() {
        Map<Signal, Reading> readings = new EnumMap<>(Signal.class);
        for (Signal signal : List.of(Signal.REQUESTS, Signal.ISL, Signal.OSL)) {
            readings.put(
                    signal,
                    Reading.unknown(
                            Reading.Cause.FAILED,
                            "http://prometheus:9090 did not answer within 10 s",
                            START.plus(MINUTE.multipliedBy(minute))));
        }
        return see(readings, effect -> new Outcome.Applied());
    }

    private ScriptedPlanner see(Map<Signal, Reading> readings, Function<Effect, Outcome> outcome) {
        Instant start = START.plus(MINUTE.multipliedBy(minute));
        minute++;
        Instant now = start.plus(MINUTE).plusSeconds(2);
        Fleet fleet = new Fleet(replicas.map((role, n) -> RoleFleet.settled(n, 1)));
        Observation seen = new Observation(List.of(TrafficWindow.of(start, MINUTE, readings)), fleet);
        Cycle result = cycle.tick(state, seen, now);
        state = result.state();
        var outcomes = new ArrayList<WriteGateway.Written>();
        for (Effect effect : result.plan().effects()) {
            var written = new WriteGateway.Written(effect, outcome.apply(effect));
            outcomes.add(written);
            if (written.outcome() instanceof Outcome.Applied && effect instanceof Effect.SetReplicas set) {
                replicas = replicas.with(set.role(), set.to());
            }
        }
        logs.forEach(log -> log.record(result.entry(), outcomes, DecisionId.of(now, minute)));
        return this;
    }

    /** Something from outside changes the state between two decisions. */
    ScriptedPlanner change(UnaryOperator<PlannerState> by) {
        state = by.apply(state);
        return this;
    }

    int replicas(Role role) {
        return replicas.get(role);
    }

    /** Somebody else writes a count. */
    ScriptedPlanner replicas(Role role, int count) {
        replicas = replicas.with(role, count);
        return this;
    }
}
