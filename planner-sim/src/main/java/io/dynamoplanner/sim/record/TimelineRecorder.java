package io.dynamoplanner.sim.record;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.RoleTimeline;
import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.fleet.RolePool;
import io.dynamoplanner.sim.fleet.SimulatedFleet;
import io.dynamoplanner.sim.request.RequestOutcomes;
import io.dynamoplanner.sim.request.Requests;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a run over time. What the fleet looks like is noted at the end of each row; what became of the requests is
 * filled in when the run is over, since a row tells about the requests that arrived in it.
 */
public final class TimelineRecorder {
    private static final int MOST_ROWS = 480;
    private static final int[] STEPS_S = {
        5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400
    };

    private final SimulatedFleet fleet;
    private final double endS;
    private final double stepS;
    private final int rows;
    private final PerRole<RoleRows> roles;
    private final List<Double> forecastRps = new ArrayList<>();
    private final List<Double> gpus = new ArrayList<>();
    private final List<Double> gpuHours = new ArrayList<>();

    /** @param endS planned end of the run, s; the last row ends there */
    public TimelineRecorder(SimulatedFleet fleet, double endS) {
        this.fleet = fleet;
        this.endS = endS;
        this.stepS = stepFor(endS);
        this.rows = Math.max(1, (int) Math.ceil(endS / stepS));
        this.roles = fleet.managed().map((role, pool) -> new RoleRows());
    }

    /** The smallest round number of seconds, at least 5, that gives no more rows than a chart shows. */
    static double stepFor(double endS) {
        for (int step : STEPS_S) {
            if (endS <= (double) step * MOST_ROWS) {
                return step;
            }
        }
        double days = Math.ceil(endS / MOST_ROWS / 86400);
        return days * 86400;
    }

    /** When the current row ends, s; never if all rows have ended. */
    public double rowEndsAt() {
        int row = gpus.size();
        return row < rows ? Math.min((row + 1) * stepS, endS) : Agenda.NEVER;
    }

    /** Ends the current row; {@code forecast} is the one in force, requests per second, NaN for none. */
    public void endRow(double now, double forecast) {
        forecastRps.add(forecast);
        gpus.add((double) fleet.cluster().held());
        gpuHours.add(fleet.cluster().gpuHours(now));
        for (var role : roles) {
            role.value().add(fleet.managed().get(role.role()));
        }
    }

    /** The whole timeline, when the run is over. */
    public RunRecord.Timeline timeline(
            Requests requests, RequestOutcomes outcomes, double ttftTargetMs, double itlTargetMs) {
        var traffic = new TrafficRows(requests, outcomes, ttftTargetMs, itlTargetMs);
        for (int row = 0; row < rows; row++) {
            double end = row == rows - 1 ? Double.POSITIVE_INFINITY : (row + 1) * stepS;
            traffic.add(end, Math.min(stepS, endS - row * stepS));
        }
        return new RunRecord.Timeline(
                stepS,
                traffic.offeredRps,
                List.copyOf(forecastRps),
                traffic.isl,
                traffic.osl,
                traffic.ttftP50Ms,
                traffic.ttftP95Ms,
                traffic.itlP50Ms,
                traffic.itlP95Ms,
                traffic.inside,
                List.copyOf(gpus),
                List.copyOf(gpuHours),
                roles.map((role, columns) -> columns.timeline()));
    }

    /** Replicas of one role, row by row. */
    private static final class RoleRows {
        private final List<Integer> wanted = new ArrayList<>();
        private final List<Integer> ready = new ArrayList<>();
        private final List<Integer> starting = new ArrayList<>();
        private final List<Integer> draining = new ArrayList<>();

        private void add(RolePool pool) {
            wanted.add(pool.desired());
            ready.add(pool.readyCount());
            starting.add(pool.startingCount());
            draining.add(pool.drainingCount());
        }

        private RoleTimeline timeline() {
            return new RoleTimeline(
                    List.copyOf(wanted), List.copyOf(ready), List.copyOf(starting), List.copyOf(draining));
        }
    }
}
