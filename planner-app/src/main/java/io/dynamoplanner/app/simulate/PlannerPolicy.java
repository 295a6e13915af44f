package io.dynamoplanner.app.simulate;

import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.gateway.GatewayConditions;
import io.dynamoplanner.core.gateway.WriteGateway;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.data.ledger.DecisionId;
import io.dynamoplanner.data.ledger.DecisionLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/** A planning cycle as a policy that a simulated fleet can follow. Its writes go through the gateway like any other. */
public final class PlannerPolicy implements ScalingPolicy {
    private final String key;
    private final String label;
    private final String description;
    private final PlanningCycle cycle;
    private final PerRole<Integer> initialReplicas;
    private final Duration window;
    private final GatewayConditions conditions;
    private final DecisionLog ledger;
    private PlannerState state;
    private long decisions;

    /**
     * @param state the state to start from
     * @param ledger told of every decision
     */
    public PlannerPolicy(
            Name name,
            PlanningCycle cycle,
            PlannerState state,
            PerRole<Integer> initialReplicas,
            Duration window,
            GatewayConditions conditions,
            DecisionLog ledger) {
        this.key = name.key();
        this.label = name.label();
        this.description = name.description();
        this.cycle = cycle;
        this.state = state;
        this.initialReplicas = initialReplicas;
        this.window = window;
        this.conditions = conditions;
        this.ledger = ledger;
    }

    /** How a policy is called: in files, in tables, in one sentence. */
    public record Name(String key, String label, String description) {}

    @Override
    public String key() {
        return key;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public PerRole<Integer> initialReplicas() {
        return initialReplicas;
    }

    @Override
    public Duration window() {
        return window;
    }

    @Override
    public Decision decide(Observation seen, Instant now) {
        Cycle result = cycle.tick(state, seen, now);
        state = result.state();
        Plan plan = result.plan();
        List<WriteGateway.Written> outcomes =
                WriteGateway.apply(plan, conditions, now, effect -> new Outcome.Applied());
        decisions++;
        ledger.record(result.entry(), outcomes, DecisionId.of(now, decisions));
        PerRole<Integer> writes = PerRole.empty();
        PerRole<Explanation> explanations = PerRole.empty();
        for (WriteGateway.Written written : outcomes) {
            if (written.effect() instanceof Effect.SetReplicas set && written.outcome() instanceof Outcome.Applied) {
                writes = writes.with(set.role(), set.to());
                explanations =
                        explanations.with(set.role(), explain(plan.roles().get(set.role())));
            }
        }
        Demand demand = result.entry().demand();
        OptionalDouble forecast = demand.trust() == Demand.Trust.NONE
                ? OptionalDouble.empty()
                : OptionalDouble.of(demand.expectedRequests() / demand.windowSeconds());
        return new Decision(writes, forecast, explanations, plan.waiting(), plan.nextWakeUp());
    }

    /** The sentence, the binding constraint and the way from demand to count, as the report shows them. */
    static Explanation explain(RoleDecision decision) {
        var lines = new ArrayList<>(decision.sizing().derivation());
        lines.addAll(steps(decision.target()));
        return new Explanation(
                decision.target().reason(), decision.target().binding().label(), lines);
    }

    private static List<String> steps(Target target) {
        var lines = new ArrayList<String>();
        Target at = target;
        while (at.previous() instanceof Target.Previous.Was was) {
            lines.add(
                    at.binding().label() + ": " + was.target().replicas() + " → " + at.replicas() + ", " + at.reason());
            at = was.target();
        }
        Collections.reverse(lines);
        return lines;
    }
}
