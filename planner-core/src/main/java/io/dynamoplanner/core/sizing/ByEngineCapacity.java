package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.capacity.Capacity;
import io.dynamoplanner.core.capacity.EngineCapacity;
import io.dynamoplanner.core.capacity.OperatingPoint;
import io.dynamoplanner.core.capacity.Work;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replicas from the requests per second that one engine serves inside its targets, whatever its role.
 *
 * <p>{@code replicas = ⌈λ / r⌉} with {@code λ} requests per second and {@code r} of one engine ({@link EngineCapacity}).
 * That is the mean: with {@code z > 0} the requests in flight, {@code a = λ/r·b} in batches of {@code b}, may fluctuate like
 * a Poisson variable: {@code ⌈(a + z·√a) / b⌉}.
 *
 * <p>Where an engine misses its targets in every batch, the answer is {@link Sizing.Infeasible}, and the best effort counts
 * with the batch that the capacity names.
 */
public final class ByEngineCapacity implements RoleSizer {
    private final EngineCapacity engine;
    private final double z;
    private final int draftTokens;

    /**
     * @param z standard normal quantile of the requests in flight to hold: 0 for the mean, 1.645 for 95 % of the time
     * @param draftTokens tokens that speculative decoding drafts per pass; 0 if it is off, and a pass then yields one
     */
    public ByEngineCapacity(EngineCapacity engine, double z, int draftTokens) {
        this.engine = engine;
        this.z = z;
        this.draftTokens = draftTokens;
    }

    @Override
    public Role role() {
        return engine.role();
    }

    @Override
    public String rule() {
        return "requests per second of one engine inside the targets";
    }

    @Override
    public Sizing size(Demand demand, double correction) {
        double rate = demand.requestsPerSecond();
        if (!Double.isFinite(rate)) {
            return new Sizing.NotReady(role() + ": " + rate + " requests/s give no count");
        }
        Work work = new Work(
                demand.isl(),
                demand.osl(),
                demand.reuse().kvHitRate(),
                acceptLength(demand.reuse().acceptLength()));
        Capacity capacity = engine.of(work, correction);
        if (!(capacity instanceof Capacity.Found found)) {
            if (rate <= 0) {
                return new Sizing.Sized(0, 0, () -> List.of("no request is expected: no engine is needed"));
            }
            return new Sizing.NotReady(role() + ": " + (capacity instanceof Capacity.None none ? none.why() : ""));
        }
        OperatingPoint point = found.point();
        double perSecond = point.requestsPerSecond();
        double busy = Math.max(0, rate) / perSecond;
        double inFlight = busy * point.batch();
        double exact = (inFlight + z * Math.sqrt(inFlight)) / point.batch();
        double held = z == 0 ? busy : exact;
        if (!Double.isFinite(held)) {
            return new Sizing.NotReady(
                    role() + ": " + rate + " requests/s over " + perSecond + " per engine is not a finite count");
        }
        int replicas = Replicas.ceil(held);
        Sizing.Derivation how = () -> derivation(demand, work, correction, point, held, replicas);
        return point.eligible()
                ? new Sizing.Sized(replicas, held, how)
                : new Sizing.Infeasible(
                        "an engine misses its targets in every batch; with " + point.batch() + " at a time it has "
                                + latencies(point),
                        replicas,
                        held,
                        how);
    }

    private double acceptLength(double read) {
        return draftTokens <= 0 ? 1 : Math.min(Math.max(1, read), draftTokens + 1.0);
    }

    private List<String> derivation(
            Demand demand, Work work, double correction, OperatingPoint point, double exact, int replicas) {
        var lines = new ArrayList<String>();
        lines.add("arrivals = " + Figures.of(demand.requests()) + " requests / " + Figures.of(demand.windowSeconds())
                + " s = " + Figures.of(demand.requestsPerSecond()) + " per second, ISL " + Figures.of(work.isl())
                + ", OSL " + Figures.of(work.osl()) + reuse(work));
        lines.add("one engine = " + Figures.of(point.requestsPerSecond()) + " requests/s, " + point.batch()
                + " at a time, with " + latencies(point)
                + (correction == 1 ? "" : " at pass times × correction " + Figures.of(correction)));
        if (z > 0) {
            double inFlight = demand.requestsPerSecond() / point.requestsPerSecond() * point.batch();
            lines.add(
                    "in flight = " + Figures.of(inFlight) + ", with fluctuation " + Figures.of(exact * point.batch()));
        }
        lines.add("replicas = ⌈" + Figures.of(exact) + "⌉ = " + replicas);
        return lines;
    }

    private static String reuse(Work work) {
        return (work.kvHitRate() > 0 ? ", prefix-cache hit rate " + Figures.of(work.kvHitRate()) : "")
                + (work.acceptLength() > 1 ? ", " + Figures.of(work.acceptLength()) + " tokens per decode pass" : "");
    }

    private static String latencies(OperatingPoint point) {
        String ttft =
                point.ttftMs().isPresent() ? "TTFT " + Figures.of(point.ttftMs().getAsDouble()) + " ms" : "";
        String itl =
                point.itlMs().isPresent() ? "ITL " + Figures.of(point.itlMs().getAsDouble()) + " ms" : "";
        return ttft.isEmpty() || itl.isEmpty() ? ttft + itl : ttft + " and " + itl;
    }

    @Override
    public Optional<Check> check(TrafficWindow window, int ready) {
        double accepted = acceptLength(window.get(Signal.ACCEPT_LENGTH).value().orElse(1));
        double hitRate = window.get(Signal.KV_HIT_RATE).value().orElse(0);
        return DecodeCheck.of(
                (concurrency, isl, osl) -> engine.itlMs(new Work(isl, osl, hitRate, accepted), concurrency),
                window,
                ready,
                DecodeCheck.Stay.AFTER_FIRST_TOKEN);
    }
}
