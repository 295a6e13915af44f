package io.dynamoplanner.sim.load;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.sim.engine.Engine;
import io.dynamoplanner.sim.fleet.RolePool;
import io.dynamoplanner.sim.metrics.MetricFaults;
import io.dynamoplanner.sim.metrics.ScrapeSchedule;
import io.dynamoplanner.sim.policy.EngineLoad;
import io.dynamoplanner.sim.serving.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What can be known of the load of the engines: scraped like the frontend's counters, with the same delay and the same
 * losses, and averaged over the last half minute.
 */
public final class EngineLoads {
    private static final double AVERAGED_S = 30;

    private final PerRole<RolePool> pools;
    private final ScrapeSchedule schedule;
    private final MetricFaults faults;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Counts of all roles at one scrape. */
    private record Sample(double atS, PerRole<Counts> roles) {}

    private record Counts(double prefillSeconds, int ready, double kvUsage, int waiting, int running) {}

    public EngineLoads(PerRole<RolePool> pools, ScrapeSchedule schedule, MetricFaults faults) {
        this.pools = pools;
        this.schedule = schedule;
        this.faults = faults;
    }

    /** Takes a scrape. */
    public void scrape(double now) {
        samples.addLast(new Sample(now, pools.map((role, pool) -> counts(pool.stage()))));
        while (samples.getFirst().atS() < now - schedule.delayS() - 2 * AVERAGED_S) {
            samples.removeFirst();
        }
    }

    /** The loads as a query at {@code now} reads them; empty if the source does not answer or has nothing recent. */
    public PerRole<EngineLoad> at(double now) {
        List<Sample> seen = new ArrayList<>();
        for (Sample sample : samples) {
            double visibleAt = sample.atS() + schedule.delayS();
            if (visibleAt <= now && visibleAt > now - AVERAGED_S - schedule.intervalS()) {
                seen.add(sample);
            }
        }
        if (faults.covers(now)
                || seen.size() < 2
                || now - seen.get(seen.size() - 1).atS() > schedule.staleAfterS()) {
            return PerRole.empty();
        }
        return pools.map((role, pool) -> average(
                seen.stream().map(sample -> sample.roles().get(role)).toList(),
                seen.get(seen.size() - 1).atS() - seen.get(0).atS()));
    }

    private static EngineLoad average(List<Counts> seen, double seconds) {
        double ready = 0;
        double kvUsage = 0;
        double waiting = 0;
        double running = 0;
        for (Counts counts : seen) {
            ready += counts.ready();
            kvUsage += counts.kvUsage();
            waiting += counts.waiting();
            running += counts.running();
        }
        int n = seen.size();
        double busy = seen.get(n - 1).prefillSeconds() - seen.get(0).prefillSeconds();
        return new EngineLoad(busy / seconds / Math.max(1, ready / n), kvUsage / n, waiting / n, running / n);
    }

    private static Counts counts(Stage stage) {
        double usage = 0;
        int running = 0;
        int ready = stage.ready().size();
        for (int i = 0; i < ready; i++) {
            Engine engine = stage.ready().get(i);
            long limit = engine.batch().kvLimit();
            usage += limit == 0 ? 0 : engine.batch().reservedKv() / (double) limit;
            // in an aggregated engine, a request in prefill has its reservation already
            running += Math.max(engine.batch().reservations(), engine.isPrefilling() ? 1 : 0);
        }
        return new Counts(stage.prefillSeconds(), ready, usage / Math.max(1, ready), stage.waiting(), running);
    }
}
