package io.dynamoplanner.app.run;

import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.core.attainment.Headroom;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.gateway.GatewayConditions;
import io.dynamoplanner.core.gateway.WriteGateway;
import io.dynamoplanner.core.gateway.WriteGateway.Written;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.handover.Handover;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.RoleSizer;
import io.dynamoplanner.core.traffic.LatencyTargets;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.RecordedTraffic;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.ledger.DecisionId;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one graph: each look at it becomes one tick of the planning cycle, whose effects go through the gateway.
 * This is where time passes; what to do is decided by the cycle. Called by one thread at a time.
 */
final class LiveGraph {
    /** Looks that nothing asks for, so that a look that got lost is made up for. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    /** After a write that did not succeed. */
    private static final Duration RETRY = Duration.ofSeconds(10);
    /** A window that is still being read is waited for, so long after its end. */
    private static final Duration READING = Duration.ofSeconds(8);

    private static final Logger LOG = LoggerFactory.getLogger(LiveGraph.class);
    private static final String REBUILDING = "start";
    private static final int REBUILDING_PRIORITY = 5;

    private final GraphId graph;
    private final Ports ports;
    private long decisions;
    private String uid = "";
    private @Nullable Live live;
    private long lost;
    private Instant latest = Instant.MIN;

    LiveGraph(GraphId graph, Ports ports) {
        this.graph = graph;
        this.ports = ports;
    }

    /** What is known while this process leads. */
    private record Live(
            Policy policy,
            PlannerAssembly assembly,
            PlanningCycle cycle,
            PlannerState state,
            boolean learned,
            Optional<Handover> saved,
            Optional<Basis> basis,
            Instant nextWakeUp) {
        PlannerSettings settings() {
            return assembly.settings();
        }

        Live ticked(PlannerState next, Optional<Handover> handover, Basis seen, Instant wakeUp) {
            return new Live(policy, assembly, cycle, next, learned, handover, Optional.of(seen), wakeUp);
        }
    }

    /** What a decision was based on: while none of it changes, nothing is decided again. */
    private record Basis(Observation seen, Optional<String> refusal) {
        boolean sameAs(Basis other) {
            return seen.equals(other.seen) && refusal.equals(other.refusal);
        }
    }

    /** Looks at the graph; returns when to look again, unless something happens before. */
    Instant look(GraphSnapshot snapshot) {
        Instant now = ports.clock().instant();
        forgetWhatLiesAhead(now);
        boolean leads = now.isBefore(ports.leadership().leaseUntil());
        Sight.Seen seen = ports.sight().look(snapshot, now, leads);
        ports.board().put("graph " + graph, told(seen));
        long losses = ports.leadership().losses();
        if (!leads || losses != lost || !snapshot.graph().uid().equals(uid)) {
            // another process, or another graph of this name: what is known is read when it is needed again
            live = null;
        }
        lost = losses;
        uid = snapshot.graph().uid();
        Optional<Policy> policy = ports.policy().get();
        if (seen.view().isEmpty() || policy.isEmpty()) {
            return now.plus(SOON);
        }
        Sight.View view = seen.view().get();
        ports.feed().watch(view.scope().aimingAt(targets(policy.get().settings())), now);
        if (!leads) {
            return now.plus(SOON);
        }
        Optional<TrafficFeed.Traffic> traffic = ports.feed().of(graph);
        if (traffic.isEmpty()) {
            return now.plus(AT_ONCE);
        }
        Instant windowEnd = ports.grid().startOf(ports.grid().completeBy(now));
        if (ports.feed().isReading(graph, now) && now.isBefore(windowEnd.plus(READING))) {
            return now.plus(AT_ONCE);
        }
        Optional<Live> ready = ready(policy.get(), snapshot, view, traffic.get(), now);
        if (ready.isEmpty()) {
            return now.plus(RETRY);
        }
        return decide(ready.get(), snapshot, view, traffic.get(), now);
    }

    private static LatencyTargets targets(PlannerSettings settings) {
        return new LatencyTargets(settings.ttftMs(), settings.itlMs());
    }

    /**
     * A clock that was set back by more than a window leaves windows behind that have not been yet, by the new time. Without
     * this nothing would be read until that time has come again.
     */
    private void forgetWhatLiesAhead(Instant now) {
        if (now.plus(ports.grid().length()).isBefore(latest)) {
            LOG.warn("The clock was set back by {}: traffic is read anew", Duration.between(now, latest));
            live = null;
            ports.feed().forget(graph);
        }
        latest = now;
    }

    /** The findings, and which roles were found. */
    private List<Finding> told(Sight.Seen seen) {
        List<Finding> findings = new ArrayList<>(seen.findings());
        seen.view()
                .ifPresent(view -> view.components().forEach(entry -> {
                    RoleFleet fleet = view.fleet().role(entry.role());
                    findings.add(Finding.ok(
                            "role",
                            entry.role().name(),
                            "component " + entry.value().name() + ", " + fleet.desired() + " replicas asked for, "
                                    + fleet.ready() + " ready, "
                                    + (fleet.gpusPerReplica().isPresent()
                                            ? fleet.gpusPerReplica().getAsInt() + " GPUs each"
                                            : "GPUs unknown")
                                    + (entry.value().adapterOwned()
                                            ? ", scaled through its adapter"
                                            : ", scaled in the graph")));
                }));
        return findings;
    }

    void gone() {
        live = null;
        ports.feed().forget(graph);
        ports.board().put("graph " + graph, List.of());
        ports.board().put("state " + graph, List.of());
        ports.board().put("writes", List.of());
    }

    /** The state to go on from: the present one, or one that is made from what was handed over and recorded. */
    private Optional<Live> ready(
            Policy policy, GraphSnapshot snapshot, Sight.View view, TrafficFeed.Traffic traffic, Instant now) {
        Live present = live;
        if (present == null) {
            return takeOver(policy, snapshot, view, traffic, now);
        }
        boolean same = present.policy().version() == policy.version()
                && present.settings().gpusPerEngine().equals(view.gpusPerEngine());
        boolean learns = !present.learned() && traffic.history().isPresent();
        return Optional.of(same && !learns ? present : changed(present, policy, view, traffic, now));
    }

    /** The first state of a new leader. Empty while nobody can tell what the last one left. */
    private Optional<Live> takeOver(
            Policy policy, GraphSnapshot snapshot, Sight.View view, TrafficFeed.Traffic traffic, Instant now) {
        HandoverStore.Loaded loaded = ports.store().load(snapshot.graph());
        if (loaded instanceof HandoverStore.Loaded.Unreadable problem) {
            ports.board().put("state " + graph, List.of(problem.finding()));
            return Optional.empty();
        }
        ports.board().put("state " + graph, List.of());
        TrafficFeed.Traffic recorded = upToDate(traffic, now);
        PlannerAssembly assembly = assembly(policy, view);
        PlanningCycle cycle = assembly.cycle(ports.grid().origin());
        Optional<Handover> saved =
                loaded instanceof HandoverStore.Loaded.Found found ? Optional.of(found.handover()) : Optional.empty();
        PlannerState fresh =
                learned(policy, cycle, recorded, saved.map(Handover::startUps).orElse(PerRole.empty()));
        Duration patience = policy.settings().window().multipliedBy(2);
        PlannerState state = saved.map(h -> h.resume(fresh, now, remembered(policy, now), patience))
                .orElse(fresh);
        return Optional.of(
                next(policy, assembly, cycle, state, recorded.history().isPresent(), saved, now));
    }

    /** The history of a process that has not led for long ends where it began: it is read again before it counts. */
    private TrafficFeed.Traffic upToDate(TrafficFeed.Traffic traffic, Instant now) {
        List<TrafficWindow> history = traffic.history().orElse(List.of());
        Instant newest = traffic.newest().get(0).start();
        if (history.isEmpty() || !history.get(history.size() - 1).end().isBefore(newest)) {
            return traffic;
        }
        ports.feed().readHistoryAgain(graph, now);
        return new TrafficFeed.Traffic(Optional.empty(), traffic.newest());
    }

    /** Goes on with another policy, other engine widths, or a history that has been read at last. */
    private Live changed(Live present, Policy policy, Sight.View view, TrafficFeed.Traffic traffic, Instant now) {
        PlannerAssembly assembly = assembly(policy, view);
        PlanningCycle cycle = assembly.cycle(ports.grid().origin());
        PlannerState old = present.state();
        boolean samePredictor =
                policy.settings().predictors().equals(present.settings().predictors());
        // what requests got of other targets says nothing about these
        PerRole<Headroom> headroom = policy.settings().aimsAs(present.settings()) ? old.headroom() : PerRole.empty();
        boolean learned = traffic.history().isPresent();
        PlannerState fresh;
        if (present.learned() && samePredictor) {
            fresh = new PlannerState(
                    old.demand(),
                    old.corrections(),
                    old.history(),
                    old.startUps(),
                    headroom,
                    List.of(),
                    policy.settings().grant());
        } else if (samePredictor) {
            fresh = learned(policy, cycle, traffic, old.startUps());
        } else {
            // what was read at the start is old by now
            ports.feed().readHistoryAgain(graph, now);
            fresh = cycle.fresh(policy.settings().grant());
            learned = false;
        }
        Handover mine = new Handover(now, PerRole.empty(), old.history(), old.corrections(), old.startUps(), headroom);
        PlannerState state = mine.resume(
                fresh, now, remembered(policy, now), policy.settings().window());
        for (Proposal standing : old.standing()) {
            state = state.hearing(standing);
        }
        return next(policy, assembly, cycle, state, learned, present.saved(), now);
    }

    private Live next(
            Policy policy,
            PlannerAssembly assembly,
            PlanningCycle cycle,
            PlannerState state,
            boolean learned,
            Optional<Handover> saved,
            Instant now) {
        Live next = new Live(policy, assembly, cycle, state, learned, saved, Optional.empty(), now);
        live = next;
        return next;
    }

    private static PlannerAssembly assembly(Policy policy, Sight.View view) {
        return new PlannerAssembly(policy.settings().withGpusPerEngine(view.gpusPerEngine()), policy.profile());
    }

    private static Instant remembered(Policy policy, Instant now) {
        return now.minus(policy.settings().stability().scaleDownWindow());
    }

    /** A state that has learned from the recorded windows before the newest ones, or else from the warm-up trace. */
    private PlannerState learned(
            Policy policy, PlanningCycle cycle, TrafficFeed.Traffic traffic, PerRole<StartUpTimes> startUps) {
        RecordedTraffic recorded = RecordedTraffic.of(
                traffic.history().orElse(List.of()),
                ports.grid(),
                traffic.newest().get(0).start());
        return cycle.start(
                recorded.isEmpty() ? RecordedTraffic.of(policy.warmUp()) : recorded,
                startUps,
                policy.settings().grant());
    }

    private Instant decide(Live at, GraphSnapshot snapshot, Sight.View view, TrafficFeed.Traffic traffic, Instant now) {
        GatewayConditions conditions = new GatewayConditions(
                at.policy().config().get(DeploymentFields.ADVISORY),
                ports.pause().apply(snapshot.graph()),
                ports.leadership().leaseUntil(),
                ports.board().blocking());
        Observation seen = new Observation(unseen(at.state(), traffic.newest()), view.fleet());
        Basis basis = new Basis(seen, WriteGateway.refusal(conditions, now));
        if (at.basis().isPresent() && at.basis().get().sameAs(basis) && now.isBefore(at.nextWakeUp())) {
            return earlier(at.nextWakeUp(), now.plus(SOON));
        }
        PlannerState before = at.learned() ? at.state() : heldUntilLearned(at.state(), view, now);
        boolean newWindow = !at.basis().map(b -> b.seen().windows()).equals(Optional.of(seen.windows()));

        Cycle cycle = at.cycle().tick(before, seen, now);
        Handover handover = Handover.of(cycle.state(), cycle.plan());
        Optional<Handover> saved = save(at, snapshot, handover, conditions);
        List<Written> written = WriteGateway.apply(
                cycle.plan(),
                conditions,
                ports.clock().instant(),
                effect -> ports.writer().write(snapshot, view.components().get(effect.role()), effect));

        view.components().forEach(entry -> {
            if (written.stream().noneMatch(w -> w.effect().role().equals(entry.role()))) {
                ports.writer().nothingToWrite(entry.value());
            }
        });
        PlannerState after = cycle.state();
        Decision decision = new Decision(
                DecisionId.of(now, ++decisions),
                graph,
                at.policy(),
                at.settings(),
                cycle,
                written,
                conditions,
                at.basis().isEmpty(),
                newWindow,
                expected(at, before, seen),
                Duration.between(now, ports.clock().instant()));
        for (Role role : decision.unwritten()) {
            after = after.unwritten(role, before);
        }
        boolean retry = written.stream()
                .anyMatch(w -> w.outcome() instanceof Outcome.Failed || w.outcome() instanceof Outcome.Deferred);
        Instant wakeUp = retry
                ? earlier(cycle.plan().nextWakeUp(), now.plus(RETRY))
                : cycle.plan().nextWakeUp();
        live = at.ticked(after, saved, basis, wakeUp);
        ports.reporter().decided(decision, snapshot.graph());
        return earlier(wakeUp, now.plus(SOON));
    }

    /** The newest window that was taken in, and those after it. */
    private List<TrafficWindow> unseen(PlannerState state, List<TrafficWindow> newest) {
        long from = state.demand().nextWindow() - 1;
        return newest.stream()
                .filter(window -> ports.grid().indexOf(window.start()) >= from)
                .toList();
    }

    /** Until the forecast has learned from the recorded traffic, nothing shrinks. */
    private PlannerState heldUntilLearned(PlannerState state, Sight.View view, Instant now) {
        PlannerState held = state;
        for (var role : view.fleet().roles()) {
            held = held.hearing(Proposal.atLeast(
                    role.role(),
                    role.value().desired(),
                    "nothing shrinks before the recorded traffic has been read",
                    REBUILDING,
                    REBUILDING_PRIORITY,
                    now.plusNanos(1)));
        }
        return held;
    }

    /** Written before the effects: a successor must be able to finish what this process began. */
    private Optional<Handover> save(Live at, GraphSnapshot snapshot, Handover handover, GatewayConditions conditions) {
        if (WriteGateway.refusal(conditions, ports.clock().instant()).isPresent()) {
            return at.saved();
        }
        if (at.saved().isPresent() && !handover.differsFrom(at.saved().get())) {
            return at.saved();
        }
        Optional<Finding> problem = ports.store().save(snapshot.graph(), handover);
        ports.board().put("state " + graph, problem.stream().toList());
        return problem.isPresent() ? at.saved() : Optional.of(handover);
    }

    /** What the corrected engine model says about the newest window. */
    private static PerRole<Double> expected(Live at, PlannerState state, Observation seen) {
        PerRole<Double> expected = PerRole.empty();
        if (seen.windows().isEmpty()) {
            return expected;
        }
        TrafficWindow newest = seen.windows().get(seen.windows().size() - 1);
        for (var entry : at.assembly().sizers()) {
            Role role = entry.role();
            Optional<RoleSizer.Check> check =
                    entry.value().check(newest, seen.fleet().role(role).ready());
            if (check.isPresent()) {
                expected = expected.with(
                        role, check.get().expectedMs() * state.corrections().get(role));
            }
        }
        return expected;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
