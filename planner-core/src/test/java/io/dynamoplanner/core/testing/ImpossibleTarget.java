package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.RoleSizer;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.List;
import java.util.Optional;

/** A role whose latency target no engine meets; the best effort serves a fixed number of requests per replica. */
public record ImpossibleTarget(Role role, double requestsPerReplica) implements RoleSizer {
    @Override
    public String rule() {
        return "impossible target";
    }

    @Override
    public Sizing size(Demand demand, double correction) {
        double exact = demand.requests() / requestsPerReplica;
        return new Sizing.Infeasible("no engine is that fast", (int) Math.ceil(exact), exact, List::of);
    }

    @Override
    public Optional<Check> check(TrafficWindow window, int ready) {
        return Optional.empty();
    }
}
