package io.dynamoplanner.app.ledger;

import io.dynamoplanner.core.attainment.Headroom;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.ledger.Replay;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.ledger.LedgerRecord;
import io.dynamoplanner.data.ledger.RecordedDecision;
import io.dynamoplanner.data.ledger.RecordedRole;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the decisions of a ledger with changed settings.
 *
 * <p>Two planners with the changed settings run side by side. The first sees everything as it was recorded and only
 * learns: latencies teach something about the fleet that they were measured on, which is the recorded one. The second
 * decides: it sees the recorded traffic without its latencies, the corrections of the first, the recorded headroom, and a
 * fleet that follows its own decisions. With unchanged settings it decides what was recorded.
 */
final class WhatIf implements Consumer<LedgerRecord> {
    private static final Set<Signal> LATENCIES =
            Set.of(Signal.TTFT, Signal.ITL, Signal.TTFT_INSIDE, Signal.ITL_INSIDE, Signal.REQUEST_DURATION);

    private final Headers headers;
    private final Changes changes;
    private final Tally tally = new Tally();
    private @Nullable Planners planners;
    private @Nullable Run run;
    private final Set<String> described = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>(
            List.of("Traffic and what latencies teach are as recorded; the fleet follows the changed decisions."));
    private String lastId = "";

    /** Who decided and who decides now. */
    private record Planners(RecordedPlanner recorded, RecordedPlanner changed) {
        boolean advisory() {
            return changed.header().config().get(DeploymentFields.ADVISORY);
        }

        boolean recordedAdvisory() {
            return recorded.header().config().get(DeploymentFields.ADVISORY);
        }
    }

    /** Both planners on their way from one checkpoint. */
    private static final class Run {
        private final FollowedFleet fleet;
        private PlannerState learned;
        private PlannerState decided;

        Run(PlannerState start, FollowedFleet fleet) {
            this.learned = start;
            this.decided = start;
            this.fleet = fleet;
        }
    }

    WhatIf(Headers headers, Changes changes) {
        this.headers = headers;
        this.changes = changes;
    }

    Tally tally() {
        return tally;
    }

    /** What is changed, a line each. */
    List<String> described() {
        return List.copyOf(described);
    }

    /** What a reader of the tally must know. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void accept(LedgerRecord line) {
        if (line instanceof LedgerRecord.Header header) {
            boolean goesOn = header.follows().filter(lastId::equals).isPresent();
            planners = change(header.header(), goesOn);
        } else if (line instanceof RecordedDecision decision) {
            if (planners == null && decision.isOld()) {
                planners = change(headers.standIn(decision), false);
            }
            if (planners == null) {
                tally.skip();
            } else {
                decide(decision, planners);
            }
            lastId = decision.id();
        }
    }

    private Planners change(LedgerHeader header, boolean goesOn) {
        if (!goesOn || planners == null || !planners.recorded().header().sameAs(header)) {
            run = null;
            tally.gap();
        }
        LedgerHeader changed = changes.apply(header);
        described.addAll(changes.described(header, changed));
        changed.config().findings().stream()
                .filter(finding -> changes.set().containsKey(finding.field()))
                .forEach(finding -> notes.add(finding.field() + ": " + finding.text()));
        return new Planners(new RecordedPlanner(header), new RecordedPlanner(changed));
    }

    private void decide(RecordedDecision decision, Planners by) {
        RecordedPlanner changed = by.changed();
        if (run == null) {
            if (!decision.hasCheckpoint()) {
                tally.skip();
                return;
            }
            run = new Run(
                    start(decision, by),
                    new FollowedFleet(changed.settings().forecast().startup()));
        }
        Replay.Step step = changed.step(decision);
        run.learned = Replay.tick(changed.cycle(), run.learned, step).state();
        Observation seen = new Observation(
                withoutLatencies(decision.seen().windows()),
                run.fleet.at(decision.seen().fleet(), decision.at()));
        Cycle cycle = Replay.tick(
                changed.cycle(),
                run.decided.corrections(run.learned.corrections()).headroom(headroom(decision)),
                new Replay.Step(seen, step.at(), step.standing(), step.grant()));
        run.decided = cycle.state();
        run.fleet.moved(
                decision.roles()
                        .map((role, was) ->
                                move(decision, role, was, cycle.plan().roles().get(role), by)),
                decision.at());
        tally.add(decision, cycle.plan(), changed.settings().gpusPerEngine());
    }

    /** Requests that missed their targets on the recorded fleet would not have on another one: what they taught stays as it was. */
    private static PerRole<Headroom> headroom(RecordedDecision decision) {
        return decision.roles().map((role, was) -> Headroom.unlearned(was.headroom()));
    }

    /** The state at a checkpoint; predictors of another kind cannot read it and start anew. */
    private PlannerState start(RecordedDecision decision, Planners by) {
        PlannerState state = by.recorded().checkpoint(decision);
        RecordedPlanner changed = by.changed();
        if (by.recorded().predictors().equals(changed.predictors())) {
            return state;
        }
        notes.add("The other predictor starts without a memory; its first decisions stand on few windows.");
        DemandState fresh = changed.cycle().fresh(state.grant()).demand();
        return state.demand(state.demand().relearning(fresh));
    }

    private static List<TrafficWindow> withoutLatencies(List<TrafficWindow> windows) {
        return windows.stream()
                .map(window -> {
                    Map<Signal, Reading> readings = new EnumMap<>(Signal.class);
                    readings.putAll(window.readings());
                    readings.keySet().removeAll(LATENCIES);
                    return TrafficWindow.of(window.start(), window.length(), readings);
                })
                .toList();
    }

    /** A write that was refused or failed would have been so whatever its count, unless it was refused for the advisory mode. */
    private static FollowedFleet.Move move(
            RecordedDecision decision, Role role, RecordedRole was, RoleDecision now, Planners by) {
        Optional<RecordedDecision.Written> outcome = decision.outcome(role);
        int left = outcome.map(written -> written.landed() ? written.to() : written.from())
                .orElse(was.now());
        boolean lands = !by.advisory()
                && (by.recordedAdvisory()
                        || outcome.map(RecordedDecision.Written::landed).orElse(true));
        return new FollowedFleet.Move(
                decision.seen().fleet().role(role).desired(), left, lands ? now.now() : now.from());
    }
}
