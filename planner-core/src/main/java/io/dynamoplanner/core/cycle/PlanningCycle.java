package io.dynamoplanner.core.cycle;

import io.dynamoplanner.core.attainment.AttainmentFeedback;
import io.dynamoplanner.core.attainment.Headroom;
import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.Constraint;
import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.constraint.Situation;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.correction.CorrectionRule;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.proposal.Merge;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.RoleSizer;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.core.staging.Staging;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.RecordedTraffic;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One planning cycle of one graph: observe, forecast, propose, constrain, stage. Pure: the same state, observation and
 * time give the same result, bit for bit.
 */
public final class PlanningCycle {
    /** Who proposes what the demand needs, and how much weight it has among other proposers; smaller wins. */
    private static final String SIZING = "sizing";

    private static final int SIZING_PRIORITY = 20;

    private final DemandForecaster forecaster;
    private final PerRole<RoleSizer> sizers;
    private final CorrectionRule correction;
    private final List<Constraint> constraints;
    private final Staging staging;
    private final Rules rules;

    /**
     * Small rules of the cycle itself.
     *
     * @param infeasible what to do with a target that no engine meets
     * @param settle how soon to look again while growth waits for a release
     * @param remember how long wishes and direction changes matter
     * @param feedback what the share of requests inside the targets teaches
     */
    public record Rules(Infeasible infeasible, Duration settle, Duration remember, AttainmentFeedback feedback) {}

    public PlanningCycle(
            DemandForecaster forecaster,
            PerRole<RoleSizer> sizers,
            CorrectionRule correction,
            List<Constraint> constraints,
            Staging staging,
            Rules rules) {
        this.forecaster = forecaster;
        this.sizers = sizers;
        this.correction = correction;
        this.constraints = List.copyOf(constraints);
        this.staging = staging;
        this.rules = rules;
    }

    public PlannerState fresh(GpuGrant grant) {
        return start(List.of(), grant);
    }

    /** A first state whose predictors have learned from earlier traffic, one sample per window; none for a cold start. */
    public PlannerState start(List<TrafficSample> learned, GpuGrant grant) {
        return start(RecordedTraffic.of(learned), PerRole.empty(), grant);
    }

    /**
     * The same from traffic with gaps, and where somebody knows already how long engines take to start, which is how far
     * ahead demands look.
     */
    public PlannerState start(RecordedTraffic learned, PerRole<StartUpTimes> known, GpuGrant grant) {
        return new PlannerState(
                learned.isEmpty() ? forecaster.fresh() : forecaster.warmUp(learned, forecaster.horizon(known)),
                sizers.map((role, sizer) -> 1.0),
                sizers.map((role, sizer) -> RoleHistory.NONE),
                sizers.map((role, sizer) -> StartUpTimes.NONE),
                sizers.map((role, sizer) -> rules.feedback().unseen()),
                List.of(),
                grant);
    }

    /** The cycle. Reads like the picture in the architecture document. */
    public Cycle tick(PlannerState state, Observation seen, Instant now) {
        long window = forecaster.grid().completeBy(now) - 1;
        PerRole<Double> corrections = correct(state, seen, now);
        PerRole<Headroom> headroom = headroom(state, seen, now);
        PerRole<StartUpTimes> startUps = sizers.map((role, sizer) -> state.startUps()
                .getOr(role, StartUpTimes.NONE)
                .seen(seen.fleet().role(role), now));
        DemandState forecast = forecaster.advance(state.demand(), seen.windows(), now, forecaster.horizon(startUps));
        Demand demand = forecast.current();

        PerRole<Sizing> sizings =
                sizers.map((role, sizer) -> size(sizer, demand, headroom.get(role), corrections.get(role)));
        List<Proposal> standing = unexpired(state.standing(), now);
        Merge.Wish wish = Merge.of(
                propose(demand, sizings, seen.fleet(), standing, now),
                seen.fleet().desired(),
                now);

        Situation situation = new Situation(seen.fleet(), demand, state.history(), state.grant(), window, now);
        PerRole<Target> wished =
                sizers.map((role, sizer) -> start(role, wish, sizings.get(role), headroom.get(role), situation));
        PerRole<Target> targets = constrain(wished, situation, wish.rejectedBy().isPresent());
        PerRole<Integer> counts = staging.now(targets, situation);

        Plan plan = plan(sizings, new Learned(corrections, headroom), targets, counts, situation);
        PlannerState after = new PlannerState(
                forecast,
                corrections,
                remember(state, wish, counts, situation),
                startUps.map((role, times) -> times.asked(situation.role(role), counts.get(role), now)),
                ofUse(headroom, sizings, state),
                standing,
                state.grant());
        return new Cycle(after, plan, new LedgerEntry(now, state, seen, demand, wish.targets(), plan));
    }

    /** Corrects the engine models with the windows that the forecaster takes in. */
    private PerRole<Double> correct(PlannerState state, Observation seen, Instant now) {
        PerRole<Double> corrections = state.corrections();
        for (TrafficWindow window : forecaster.unseen(state.demand(), seen.windows(), now)) {
            long index = forecaster.grid().indexOf(window.start());
            corrections = corrections.map((role, previous) ->
                    teaches(state.history().get(role), index, seen.fleet().role(role))
                            ? correct(role, previous, window, seen.fleet())
                            : previous);
        }
        return corrections;
    }

    /** Whether the count of ready replicas is known and, for rules that want it so, was the same all window long. */
    private boolean teaches(RoleHistory history, long window, RoleFleet fleet) {
        if (fleet.rollout() == RoleFleet.Rollout.UNKNOWN) {
            return false;
        }
        boolean steady = history.window() == window - 1 && history.served() == fleet.ready();
        return steady || !correction.needsSteadyFleet();
    }

    private double correct(Role role, double previous, TrafficWindow window, Fleet fleet) {
        Optional<RoleSizer.Check> check =
                sizers.get(role).check(window, fleet.role(role).ready());
        return check.isPresent()
                ? correction.next(
                        previous,
                        check.get().observedMs(),
                        check.get().expectedMs(),
                        check.get().requests())
                : previous;
    }

    /** What the outcomes of the windows that the forecaster takes in teach about the headroom. */
    private PerRole<Headroom> headroom(PlannerState state, Observation seen, Instant now) {
        Headroom unseen = rules.feedback().unseen();
        return rules.feedback()
                .after(
                        sizers.map((role, sizer) -> state.headroom().getOr(role, unseen)),
                        forecaster.unseen(state.demand(), seen.windows(), now),
                        seen.fleet(),
                        state.history());
    }

    /** A target that no engine meets is missed however many there are: that is no reason for more. */
    private static PerRole<Headroom> ofUse(PerRole<Headroom> headroom, PerRole<Sizing> sizings, PlannerState state) {
        return headroom.map((role, learned) -> {
            Headroom before = state.headroom().getOr(role, learned);
            boolean infeasible = sizings.get(role) instanceof Sizing.Infeasible;
            return infeasible && learned.factor() > before.factor() ? before : learned;
        });
    }

    private static Sizing size(RoleSizer sizer, Demand demand, Headroom headroom, double factor) {
        return demand.trust() == Demand.Trust.NONE
                ? new Sizing.NotReady(demand.why())
                : sizer.size(demand.forRole(sizer.role()).times(headroom.factor()), factor);
    }

    /** What the demand needs, beside what others have proposed. */
    private List<Proposal> propose(
            Demand demand, PerRole<Sizing> sizings, Fleet fleet, List<Proposal> standing, Instant now) {
        var proposals = new ArrayList<Proposal>(standing);
        Instant expires = now.plusNanos(1);
        int unknownFloor = demand.trust() == Demand.Trust.NONE ? forecaster.unknownFloor() : 0;
        for (int i = 0; i < sizings.size(); i++) {
            Role role = sizings.roleAt(i);
            Sizing sizing = sizings.valueAt(i);
            String rule = sizers.get(role).rule();
            if (sizing instanceof Sizing.Sized sized) {
                proposals.add(Proposal.exactly(role, sized.replicas(), rule, SIZING, SIZING_PRIORITY, expires));
            } else if (sizing instanceof Sizing.Infeasible none && none.bestEffort() == 0) {
                // no load: there is no request that could miss the target
                proposals.add(Proposal.exactly(role, 0, rule, SIZING, SIZING_PRIORITY, expires));
            } else if (sizing instanceof Sizing.Infeasible infeasible && rules.infeasible() == Infeasible.BEST_EFFORT) {
                proposals.add(Proposal.exactly(
                        role, infeasible.bestEffort(), infeasible.why(), SIZING, SIZING_PRIORITY, expires));
            } else if (unknownFloor > fleet.role(role).desired()) {
                proposals.add(Proposal.atLeast(
                        role, unknownFloor, "floor while the load is unknown", SIZING, SIZING_PRIORITY, expires));
            }
        }
        return proposals;
    }

    /** The head of a role's chain: the wish and what it stands on. */
    private static Target start(Role role, Merge.Wish wish, Sizing sizing, Headroom headroom, Situation situation) {
        int replicas = wish.targets().get(role);
        if (wish.rejectedBy().isPresent()) {
            Proposal by = wish.rejectedBy().get();
            return Target.wish(replicas, replicas, Binding.REJECTED, by.by() + ": " + by.reason());
        }
        Optional<Proposal> decided = wish.decidedBy().find(role);
        boolean bySizing = decided.map(p -> p.by().equals(SIZING)).orElse(true);
        if (bySizing && sizing instanceof Sizing.Infeasible infeasible && infeasible.bestEffort() > 0) {
            return Target.wish(replicas, infeasible.exact(), Binding.INFEASIBLE, infeasible.why());
        }
        if (decided.isEmpty()) {
            boolean unknown = situation.demand().trust() == Demand.Trust.NONE;
            String why = sizing instanceof Sizing.NotReady none ? none.why() : "nobody proposed a count";
            return Target.wish(replicas, replicas, unknown ? Binding.UNKNOWN_READING : Binding.NOT_READY, why);
        }
        if (bySizing && sizing instanceof Sizing.NotReady) {
            return Target.wish(
                    replicas,
                    replicas,
                    Binding.UNKNOWN_READING,
                    replicas + " as " + decided.get().reason());
        }
        double need = sizing instanceof Sizing.Sized sized ? sized.exact() : replicas;
        String reason = bySizing
                ? load(situation.demand().forRole(role), headroom.factor()) + replicas + ": "
                        + decided.get().reason()
                : replicas + " by " + decided.get().by() + ": " + decided.get().reason();
        boolean raised = !bySizing && decided.get().bound() == Proposal.Bound.AT_LEAST;
        return Target.wish(replicas, need, raised ? Binding.FLOOR : Binding.DEMAND, reason);
    }

    private static String load(Demand demand, double headroom) {
        String more = headroom == 1 ? "" : " with headroom " + Math.rint(headroom * 100) / 100;
        return Math.rint(headroom * demand.requestsPerSecond() * 10) / 10 + " requests/s" + more + " ask for ";
    }

    /** A rejection stops everything but what is hard. */
    private PerRole<Target> constrain(PerRole<Target> wished, Situation situation, boolean rejected) {
        PerRole<Target> targets = wished;
        for (Constraint constraint : constraints) {
            targets = rejected && !constraint.hard() ? targets : constraint.apply(targets, situation);
        }
        return targets;
    }

    private static List<Proposal> unexpired(List<Proposal> standing, Instant now) {
        return standing.isEmpty()
                ? standing
                : standing.stream().filter(p -> p.standsAt(now)).toList();
    }

    /** Factors that were learned: by how much engines differ from their model, and headroom over the demand. */
    private record Learned(PerRole<Double> corrections, PerRole<Headroom> headroom) {}

    private Plan plan(
            PerRole<Sizing> sizings,
            Learned learned,
            PerRole<Target> targets,
            PerRole<Integer> counts,
            Situation situation) {
        PerRole<RoleDecision> decisions = targets.map((role, target) -> new RoleDecision(
                situation.role(role).desired(),
                sizings.get(role),
                target,
                counts.get(role),
                learned.corrections().get(role),
                learned.headroom().get(role).factor()));
        var effects = new ArrayList<Effect>(decisions.size());
        var waiting = new ArrayList<String>(0);
        for (int i = 0; i < decisions.size(); i++) {
            RoleDecision d = decisions.valueAt(i);
            if (d.now() != d.from()) {
                var effect = new Effect.SetReplicas(decisions.roleAt(i), d.from(), d.now());
                effects.add(effect.releases() ? 0 : effects.size(), effect);
            }
            if (d.waits()) {
                waiting.add(decisions.roleAt(i) + " waits at " + d.now() + " of "
                        + d.target().replicas() + " until GPUs are released");
            }
        }
        WindowGrid grid = forecaster.grid();
        Instant nextWindow = grid.startOf(situation.window() + 2);
        Instant soon = situation.now().plus(rules.settle());
        Instant wakeUp = !waiting.isEmpty() && soon.isBefore(nextWindow) ? soon : nextWindow;
        return new Plan(situation.now(), decisions, effects, waiting, wakeUp);
    }

    private PerRole<RoleHistory> remember(
            PlannerState state, Merge.Wish wish, PerRole<Integer> counts, Situation situation) {
        Instant forget = situation.now().minus(rules.remember());
        boolean live = situation.demand().trust() == Demand.Trust.LIVE;
        return state.history().map((role, history) -> {
            int desired = situation.role(role).desired();
            int wished = wish.targets().get(role);
            return history.after(
                    situation.window(),
                    situation.now(),
                    // what runs stands for the wishes that nobody remembers, and for those that nobody could read
                    live && !history.wishes().isEmpty() ? wished : Math.max(wished, desired),
                    desired,
                    counts.get(role),
                    situation.role(role).ready(),
                    forget);
        });
    }
}
