package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.sim.ProgressListener;
import io.dynamoplanner.sim.Simulation;
import io.dynamoplanner.sim.engine.ForwardPasses;
import io.dynamoplanner.sim.policy.HpaPolicy;
import io.dynamoplanner.sim.policy.StaticPolicy;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What each contender does in an arena. */
final class Contests {
    /** Part of the traffic on which thresholds are tuned. */
    private static final double TRAINING = 0.25;

    private final Arena arena;
    private final Compatibility release;
    private final Function<LedgerHeader, DecisionLog> ledger;
    private final ForwardPasses passes;

    Contests(Arena arena, Compatibility release, Function<LedgerHeader, DecisionLog> ledger, ForwardPasses passes) {
        this.arena = arena;
        this.release = release;
        this.ledger = ledger;
        this.passes = passes;
    }

    /** Those who can compete, in their order: the reference's arithmetic before 1.6 knows no aggregated engines. */
    List<Contender> possible(Set<Contender> contenders) {
        boolean reference =
                release == Compatibility.V1_6 || !arena.settings().roles().contains(Role.AGGREGATED);
        return contenders.stream()
                .filter(contender -> contender != Contender.REFERENCE || reference)
                .sorted()
                .toList();
    }

    RunRecord.PolicyRun run(Contender contender, ProgressListener listener) {
        double attainment = arena.settings().sizing().attainment();
        return switch (contender) {
            case PLANNER ->
                Simulation.run(
                        arena.options(),
                        arena.requests(),
                        arena.planner(
                                new PlannerPolicy.Name(
                                        "planner",
                                        "Planner",
                                        "This planner, compatibility "
                                                + arena.settings()
                                                        .compatibility()
                                                        .spelling() + "."),
                                arena.settings(),
                                ledger.apply(arena.ledgerHeader())),
                        passes,
                        listener);
            case REFERENCE -> Simulation.run(arena.options(), arena.requests(), reference(), listener);
            case HPA_UTILIZATION -> hpa(HpaPolicy.Metric.UTILIZATION, attainment, listener);
            case HPA_QUEUE -> hpa(HpaPolicy.Metric.QUEUE, attainment, listener);
            case STATIC_PEAK ->
                Simulation.run(
                        arena.options(),
                        arena.requests(),
                        new StaticPolicy(
                                "static-peak",
                                "Static peak",
                                "A fleet sized once for the busiest window of the trace, which it knows in advance as it"
                                        + " knows the engines as they are.",
                                arena.fleets().peak()),
                        listener);
            case STATIC_MEAN ->
                Simulation.run(
                        arena.options(),
                        arena.requests(),
                        new StaticPolicy(
                                "static-mean",
                                "Static mean",
                                "The same, sized for the mean of the trace.",
                                arena.fleets().mean()),
                        listener);
            case ORACLE -> new HindsightSearch(arena).cheapest(attainment, listener);
        };
    }

    private PlannerPolicy reference() {
        PlannerSettings rules = arena.settings(release);
        String number = release.spelling();
        return arena.planner(
                new PlannerPolicy.Name(
                        "reference-" + number,
                        "Reference " + number,
                        "The arithmetic of the reference planner's release " + number
                                + " with the same configuration; its load predictor is "
                                + rules.predictors().name()
                                + ". Unlike that release it holds when metrics are missing."),
                rules,
                DecisionLog.NONE);
    }

    private RunRecord.PolicyRun hpa(HpaPolicy.Metric metric, double attainment, ProgressListener listener) {
        var targets = new HpaTuning(arena.part(0, arena.requests().durationS() * TRAINING))
                .targets(metric, attainment, share -> listener.progressed(0.5 * share));
        return Simulation.run(
                arena.options(),
                arena.requests(),
                HpaTuning.policy(arena, metric, targets),
                share -> listener.progressed(0.5 + 0.5 * share));
    }
}
