package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.RoleSizer;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.List;
import java.util.Optional;

/** Sizes a role by a fixed number of requests per window and replica; it expects a TTFT of 100 ms. */
public record RequestsPerReplica(Role role, double requestsPerReplica) implements RoleSizer {
    @Override
    public String rule() {
        return "requests per replica";
    }

    @Override
    public Sizing size(Demand demand, double correction) {
        double exact = demand.requests() * correction / requestsPerReplica;
        return new Sizing.Sized((int) Math.ceil(exact), exact, List::of);
    }

    @Override
    public Optional<Check> check(TrafficWindow window, int ready) {
        var ttft = window.get(Signal.TTFT).value();
        return ttft.isPresent() ? Optional.of(new Check(ttft.getAsDouble(), 100, 1)) : Optional.empty();
    }
}
