package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.engine.PrefillPerformance;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.List;
import java.util.Optional;

/**
 * Prefill replicas such that waiting and prefill together stay inside the TTFT target.
 *
 * <p>An engine is busy for {@code s = ttft(I)·p} with a request, {@code p} being the correction. The slack is
 * {@code TTFT target − s}; the count is the smallest with which no more than {@code 1 − attainment} of the requests wait
 * longer than the slack ({@link Waiting}). Where {@code s} alone misses the target, no count helps: that is
 * {@link Sizing.Infeasible}, and the best effort lets a request wait as long as it is served.
 *
 * <p>The correction is the factor on the service time that explains the observed TTFT <em>including</em> the waiting
 * which the queue predicts at the load of the window, so a queue is not mistaken for a slow engine. A window in which the
 * engines may not have kept up teaches nothing.
 */
public final class PrefillByWaiting implements RoleSizer {
    private final PrefillPerformance engine;
    private final double ttftTargetMs;
    private final double attainment;

    /**
     * @param ttftTargetMs target for time to first token, ms
     * @param attainment share of the requests that should meet it, above 0 and below 1
     */
    public PrefillByWaiting(PrefillPerformance engine, double ttftTargetMs, double attainment) {
        if (!(attainment > 0 && attainment < 1)) {
            throw new IllegalArgumentException("attainment must lie between 0 and 1, got " + attainment);
        }
        this.engine = engine;
        this.ttftTargetMs = ttftTargetMs;
        this.attainment = attainment;
    }

    @Override
    public Role role() {
        return Role.PREFILL;
    }

    @Override
    public String rule() {
        return "waiting inside the TTFT target";
    }

    @Override
    public Sizing size(Demand demand, double correction) {
        double rate = demand.requestsPerSecond();
        double serviceMs = engine.ttftMs(demand.isl()) * correction;
        if (!Double.isFinite(rate) || !Double.isFinite(serviceMs) || serviceMs <= 0) {
            return new Sizing.NotReady("prefill: " + rate + " requests/s of " + serviceMs + " ms each give no count");
        }
        double busy = Math.max(0, rate) * serviceMs / 1000;
        double slackMs = ttftTargetMs - serviceMs;
        boolean feasible = slackMs >= 0;
        int replicas = Waiting.engines(rate, serviceMs / 1000, (feasible ? slackMs : serviceMs) / 1000, 1 - attainment);
        // need in fractions of a replica: what the count is for, so that a role short of it can be weighed
        double exact = Math.max(busy, replicas > 0 ? replicas - 1.0 : 0);
        Sizing.Derivation how = () -> List.of(
                "arrivals = " + Figures.of(demand.requests()) + " requests / " + Figures.of(demand.windowSeconds())
                        + " s = " + Figures.of(rate) + " per second",
                "service = " + Figures.of(engine.ttftMs(demand.isl())) + " ms at ISL " + Figures.of(demand.isl())
                        + " × correction " + Figures.of(correction) + " = " + Figures.of(serviceMs) + " ms",
                "busy engines = " + Figures.of(busy) + "; a request may wait " + Figures.of(Math.max(0, slackMs))
                        + " ms of the TTFT target " + Figures.of(ttftTargetMs) + " ms",
                "replicas = fewest with which " + Figures.of(100 * attainment) + " % of the requests wait no longer = "
                        + replicas);
        return feasible
                ? new Sizing.Sized(replicas, exact, how)
                : new Sizing.Infeasible(
                        "prefill alone takes " + Figures.of(serviceMs) + " ms at ISL " + Figures.of(demand.isl())
                                + ", more than the TTFT target of " + Figures.of(ttftTargetMs) + " ms",
                        replicas,
                        exact,
                        how);
    }

    @Override
    public Optional<Check> check(TrafficWindow window, int ready) {
        if (ready <= 0) {
            return Optional.empty();
        }
        return Observed.of(window, Signal.REQUESTS, Signal.TTFT, Signal.ISL)
                .filter(o -> o.get(1) > 0)
                .flatMap(o -> {
                    double requests = o.get(0);
                    double observedMs = o.get(1);
                    double serviceMs = engine.ttftMs(o.get(2));
                    double factor = explain(observedMs, serviceMs, requests / window.seconds(), ready);
                    // a long TTFT at full load fits a fast engine with a short queue, and a slow one that cannot keep
                    // up
                    boolean ambiguous = factor < 1 && observedMs > serviceMs;
                    return ambiguous
                            ? Optional.empty()
                            : Optional.of(new Check(observedMs, observedMs / factor, requests));
                });
    }

    /**
     * The factor {@code x} for which {@code x·s + wait(λ, x·s, k)} equals the observed TTFT; by bisection, as the left
     * side grows with {@code x} and has a pole where the engines cannot keep up.
     */
    private static double explain(double observedMs, double serviceMs, double rate, int ready) {
        double low = 0;
        double high = observedMs / serviceMs;
        for (int i = 0; i < 40; i++) {
            double x = (low + high) / 2;
            double ttftMs = x * serviceMs + 1000 * Waiting.meanS(rate, x * serviceMs / 1000, ready);
            if (ttftMs > observedMs) {
                high = x;
            } else {
                low = x;
            }
        }
        return Math.max(1e-6, high);
    }
}
