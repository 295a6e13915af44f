package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.gateway.WriteGateway;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Remembers when a planner first said that a target cannot be met: by no engine, or not within the budget. */
final class InfeasibleWatch implements DecisionLog {
    private final Instant epoch;
    private double saidAtS = Double.POSITIVE_INFINITY;

    InfeasibleWatch(Instant epoch) {
        this.epoch = epoch;
    }

    /** Seconds since the start of the run; infinite for never. */
    double saidAtS() {
        return saidAtS;
    }

    @Override
    public void header(LedgerHeader next) {}

    @Override
    public void interrupted() {}

    @Override
    public void record(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id) {
        for (var role : entry.plan().roles()) {
            boolean beyondBudget = role.value().target().binding() == Binding.GPU_CEILING
                    && role.value().target().wished() > role.value().target().replicas();
            if (role.value().sizing() instanceof Sizing.Infeasible || beyondBudget) {
                saidAtS = Math.min(saidAtS, Duration.between(epoch, entry.at()).toMillis() / 1000.0);
            }
        }
    }
}
