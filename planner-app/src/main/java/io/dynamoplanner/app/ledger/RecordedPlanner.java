package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.ledger.Replay;
import io.dynamoplanner.data.ledger.LedgerException;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.ledger.RecordedDecision;
import java.util.EnumMap;
import java.util.Map;

/** The planner that a ledger header describes, built again. For one thread. */
final class RecordedPlanner {
    private final LedgerHeader header;
    private final PlannerSettings settings;
    private final PlannerAssembly assembly;
    private final PlanningCycle cycle;
    private final Map<Binding, PlanningCycle> without = new EnumMap<>(Binding.class);

    RecordedPlanner(LedgerHeader header) {
        this.header = header;
        this.settings = SettingsFactory.of(header.config()).withGpusPerEngine(header.gpusPerEngine());
        this.assembly = new PlannerAssembly(settings, header.profile());
        this.cycle = assembly.cycle(header.origin());
    }

    LedgerHeader header() {
        return header;
    }

    PlannerSettings settings() {
        return settings;
    }

    PredictorFamily predictors() {
        return settings.predictors();
    }

    PlanningCycle cycle() {
        return cycle;
    }

    /** The same planner without a constraint. */
    PlanningCycle cycleWithout(Binding constraint) {
        return without.computeIfAbsent(constraint, binding -> assembly.cycleWithout(binding, header.origin()));
    }

    /** What the tick of a decision got from outside. */
    Replay.Step step(RecordedDecision decision) {
        return new Replay.Step(
                decision.seen(),
                decision.at(),
                decision.standing(),
                decision.grant().orElse(header.grant()));
    }

    /**
     * The state that stands beside a decision.
     *
     * @throws LedgerException if it is not one of this planner
     */
    PlannerState checkpoint(RecordedDecision decision) {
        try {
            return decision.state(predictors());
        } catch (IllegalArgumentException e) {
            throw new LedgerException(decision.where() + ": the checkpoint does not belong to this configuration ("
                    + e.getMessage() + "); give the configuration and the profile that the ledger was written with");
        }
    }
}
