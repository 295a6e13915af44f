package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.TrafficSample;
import java.util.List;

/**
 * Fleets that are sized once, with perfect knowledge of the trace and of the engines, and the planner's own sizing rule: what autoscaling
 * competes with.
 */
public final class StaticFleets {
    private final PerRole<Integer> peak;
    private final PerRole<Integer> mean;

    StaticFleets(PlannerAssembly assembly, List<TrafficSample> windows, double durationS) {
        // a window longer than the trace has its requests in the length of the trace
        double seconds = Math.min(durationS, assembly.settings().window().toMillis() / 1000.0);
        PerRole<Double> largest = assembly.sizers().map((role, sizer) -> 0.0);
        double requests = 0;
        double input = 0;
        double output = 0;
        for (TrafficSample w : windows) {
            requests += w.requests();
            input += w.requests() * w.isl();
            output += w.requests() * w.osl();
            PerRole<Double> need = need(assembly, Demand.of(w.requests(), w.isl(), w.osl(), seconds));
            largest = largest.map((role, most) -> Math.max(most, need.get(role)));
        }
        double count = Math.max(1, requests);
        this.peak = fit(assembly, largest);
        this.mean = fit(
                assembly,
                need(
                        assembly,
                        Demand.of(requests / Math.max(1, windows.size()), input / count, output / count, seconds)));
    }

    /** Enough for the busiest window of each role, as far as the GPU budget goes. */
    public PerRole<Integer> peak() {
        return peak;
    }

    /** Enough for the mean of all windows, as far as the GPU budget goes. */
    public PerRole<Integer> mean() {
        return mean;
    }

    private static PerRole<Double> need(PlannerAssembly assembly, Demand demand) {
        return assembly.sizers()
                .map((role, sizer) ->
                        demand.requests() > 0 ? (double) sizer.size(demand, 1.0).bestEffortReplicas() : 0.0);
    }

    private static PerRole<Integer> fit(PlannerAssembly assembly, PerRole<Double> need) {
        PerRole<Integer> wanted = need.map((role, n) ->
                Math.max((int) Math.ceil(n), assembly.settings().floors().getOr(role, 0)));
        return assembly.fit(wanted, wanted, need).targets();
    }
}
