package io.dynamoplanner.app.run;

import io.dynamoplanner.app.assembly.LedgerHeaders;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.handover.Handover;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficSource;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.core.traffic.WindowSpan;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.lease.Leadership;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A graph, its pods and its traffic in simulated time: pods take a while to start and to drain, and a planner looks
 * whenever it asked to. The process of the planner can be killed at any fault point and another one started.
 */
final class FakeWorld {
    static final GraphId GRAPH = new GraphId("serving", "chat");
    static final Instant START = Instant.parse("2026-01-05T00:00:30Z");
    static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration START_UP = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofSeconds(15);

    /** The process died here. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Mean traffic at one moment. */
    record Load(double perSecond, double isl, double osl) {}

    private static final class Pods {
        private int desired;
        private int ready;
        private final List<Instant> starting = new ArrayList<>();
        private final List<Instant> draining = new ArrayList<>();

        int held() {
            return ready + starting.size() + draining.size();
        }
    }

    private final Map<Role, Pods> pods = new TreeMap<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<Finding> appeared = new ArrayList<>();
    final List<TrafficScope> asked = new ArrayList<>();
    final LiveLedger ledger = new LiveLedger(Optional.empty(), finding -> {});
    Instant now = START;
    Instant leaseUntil = Instant.MAX;
    long losses;
    Function<Instant, Load> load = at -> new Load(10, 3000, 150);
    Function<Instant, Optional<Reading.Cause>> fault = at -> Optional.empty();
    Optional<String> paused = Optional.empty();
    Optional<Policy> policy;
    Optional<Handover> stored = Optional.empty();
    boolean storeBroken;
    Outcome writes = new Outcome.Applied();
    int saves;
    int mostGpus;
    int removed;
    /** Calls until the process dies; negative for never. */
    int killAfter = -1;

    private @Nullable LiveGraph planner;
    private @Nullable TrafficFeed feed;
    private @Nullable FindingBoard board;
    private Instant wake = START;
    private Duration offset = Duration.ZERO;

    FakeWorld(int prefill, int decode, String config) {
        pods.put(Role.PREFILL, settled(prefill));
        pods.put(Role.DECODE, settled(decode));
        policy = Optional.of(policy(config));
    }

    static Policy policy(String config) {
        return policy(200, config);
    }

    static Policy policy(int ttftMs, String config) {
        var source = new PolicySource(
                Optional.of("{\"optimization_target\": \"sla\", \"ttft_ms\": " + ttftMs
                        + ", \"itl_ms\": 10, \"profile_results_dir\": \""
                        + Path.of("..", "examples", "profiles", "h200_llama3.1-8b-fp8_tp1_measured")
                        + "\", \"throughput_adjustment_interval_seconds\": 60, \"startup_seconds\": 20,"
                        + " \"scale_down_stabilization_seconds\": 0, \"max_direction_changes_per_hour\": -1,"
                        + " \"max_throughput_scaling_replicas\": 100, " + config + "}"),
                Map.of(),
                Map.of());
        source.refresh();
        return source.policy().orElseThrow(() -> new AssertionError(source.findings()));
    }

    private static Pods settled(int replicas) {
        Pods pods = new Pods();
        pods.desired = replicas;
        pods.ready = replicas;
        return pods;
    }

    /** Starts a process of the planner; one that ran before is gone with all that it remembered. */
    FakeWorld start() {
        board = new FindingBoard(new FindingBoard.Listener() {
            @Override
            public void appeared(Finding finding) {
                appeared.add(finding);
            }

            @Override
            public void settled(Finding finding) {}
        });
        var grid = new WindowGrid(Instant.EPOCH, WINDOW);
        feed = new TrafficFeed(traffic(), grid, 20, graph -> wake = clock());
        planner = new LiveGraph(
                GRAPH,
                new Ports(
                        this::clock,
                        grid,
                        (snapshot, at, leads) -> new Sight.Seen(Optional.of(view()), List.of()),
                        () -> policy,
                        feed,
                        new Leadership() {
                            @Override
                            public Instant leaseUntil() {
                                return leaseUntil;
                            }

                            @Override
                            public long losses() {
                                return losses;
                            }
                        },
                        graph -> paused,
                        (seen, component, effect) -> write((Effect.SetReplicas) effect),
                        store(),
                        board,
                        (decision, graph) -> decided(decision)));
        wake = clock();
        return this;
    }

    private Instant clock() {
        return now.plus(offset);
    }

    /** Somebody sets the clock of the planner's machine; its timers run on. */
    void setClock(Duration by) {
        offset = offset.plus(by);
        wake = wake.plus(by);
    }

    private void decided(Decision decision) {
        decisions.add(decision);
        ledger.record(
                LedgerHeaders.of(
                        GRAPH,
                        START,
                        Instant.EPOCH,
                        decision.policy().config(),
                        decision.policy().profile(),
                        decision.settings()),
                decision.entry(),
                decision.written(),
                decision.id(),
                decision.afresh());
    }

    FindingBoard board() {
        return Objects.requireNonNull(board);
    }

    /** Lets time pass, a second at a time. Returns whether the process is still alive. */
    boolean run(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            try {
                step();
            } catch (Killed e) {
                planner = null;
                feed = null;
                return false;
            }
            now = now.plusSeconds(1);
            live();
        }
        return true;
    }

    private void step() {
        TrafficFeed running = feed;
        LiveGraph at = planner;
        if (running == null || at == null) {
            return;
        }
        Instant shown = clock();
        if (!running.due(shown).isAfter(shown)) {
            running.poll(shown);
        }
        if (!wake.isAfter(shown)) {
            wake = at.look(new GraphSnapshot(graph(), List.of(), List.of(), List.of()));
        }
    }

    private void live() {
        for (Pods role : pods.values()) {
            int before = role.starting.size();
            role.starting.removeIf(at -> !at.isAfter(now));
            role.ready += before - role.starting.size();
            role.draining.removeIf(at -> !at.isAfter(now));
            while (role.ready + role.starting.size() < role.desired) {
                role.starting.add(now.plus(START_UP));
            }
            while (role.ready + role.starting.size() > role.desired) {
                if (!role.starting.isEmpty()) {
                    role.starting.remove(role.starting.size() - 1);
                } else {
                    role.ready--;
                }
                role.draining.add(now.plus(DRAIN));
            }
        }
        mostGpus =
                Math.max(mostGpus, pods.values().stream().mapToInt(Pods::held).sum());
    }

    int desired(Role role) {
        return pods.getOrDefault(role, new Pods()).desired;
    }

    PerRole<Integer> desired() {
        return PerRole.of(Role.PREFILL, desired(Role.PREFILL), Role.DECODE, desired(Role.DECODE));
    }

    Decision last() {
        return decisions.get(decisions.size() - 1);
    }

    private void faultPoint() {
        if (killAfter == 0) {
            killAfter = -1;
            throw new Killed();
        }
        killAfter--;
    }

    private Outcome write(Effect.SetReplicas effect) {
        faultPoint();
        if (writes instanceof Outcome.Applied) {
            Pods role = pods.getOrDefault(effect.role(), new Pods());
            removed += Math.max(0, role.desired - effect.to());
            role.desired = effect.to();
        }
        faultPoint();
        return writes;
    }

    private HandoverStore store() {
        return new HandoverStore() {
            @Override
            public Loaded load(Graph graph) {
                if (storeBroken) {
                    return new Loaded.Unreadable(Finding.blocking("state", "state", "HTTP 500", "wait"));
                }
                return stored.<Loaded>map(Loaded.Found::new).orElseGet(Loaded.Nothing::new);
            }

            @Override
            public Optional<Finding> save(Graph graph, Handover handover) {
                faultPoint();
                stored = Optional.of(handover);
                saves++;
                faultPoint();
                return Optional.empty();
            }
        };
    }

    private TrafficSource traffic() {
        return (scopes, span) -> {
            asked.addAll(scopes);
            List<TrafficWindow> windows = new ArrayList<>();
            for (int i = 0; i < span.count(); i++) {
                windows.add(window(span, i));
            }
            return Map.of(GRAPH, windows);
        };
    }

    private TrafficWindow window(WindowSpan span, int index) {
        Instant start = span.startOf(index);
        Instant end = span.startOf(index + 1);
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        Load mean = load.apply(start);
        Optional<Reading.Cause> cause = fault.apply(end);
        Map.of(
                        Signal.REQUESTS, mean.perSecond() * WINDOW.toSeconds(),
                        Signal.ISL, mean.isl(),
                        Signal.OSL, mean.osl())
                .forEach((signal, value) -> readings.put(
                        signal,
                        cause.map(c -> Reading.unknown(c, "the test says so", end))
                                .orElseGet(() -> Reading.of(value, end))));
        return TrafficWindow.of(start, span.length(), readings);
    }

    private Sight.View view() {
        PerRole<RoleFleet> fleet = PerRole.build(pods.keySet(), role -> fleet(pods.getOrDefault(role, new Pods())));
        return new Sight.View(
                fleet.map((role, f) -> new Component(
                        role.name(),
                        role.name(),
                        f.desired(),
                        true,
                        false,
                        OptionalInt.empty(),
                        1,
                        OptionalInt.of(1),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false)),
                new Fleet(fleet),
                fleet.map((role, f) -> 1),
                new TrafficScope(GRAPH, "serving-chat", List.of(), Optional.of("m"), true, Optional.empty()));
    }

    private static RoleFleet fleet(Pods pods) {
        boolean settled = pods.starting.isEmpty() && pods.draining.isEmpty() && pods.ready == pods.desired;
        return new RoleFleet(
                pods.desired,
                pods.ready,
                pods.starting.size(),
                pods.draining.size(),
                OptionalInt.of(1),
                settled ? RoleFleet.Rollout.SETTLED : RoleFleet.Rollout.SCALING);
    }

    static Graph graph() {
        return new Graph(
                GRAPH,
                "uid",
                "1",
                1,
                false,
                GraphApi.V1BETA1,
                Map.of(),
                List.of(),
                new Graph.Status(OptionalLong.of(1), "successful", Optional.empty(), Map.of(), "", Set.of()));
    }
}
