package io.dynamoplanner.app.assembly;

import io.dynamoplanner.core.constraint.FreezeWindows;
import io.dynamoplanner.core.cycle.Infeasible;
import io.dynamoplanner.core.demand.UnknownPolicy;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.data.config.CapacityModel;
import io.dynamoplanner.data.config.Compatibility;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the assembly needs to know to build a planner, in the core's own types: the checked configuration after its names
 * and units have been left behind.
 *
 * @param roles the roles that are managed
 * @param ttftMs target for time to first token, ms
 * @param itlMs target for inter-token latency, ms
 * @param window length of a demand window
 * @param floors least replicas, role by role
 * @param gpusPerEngine GPUs of one engine, role by role
 * @param predictors the load predictor
 * @param forecast how the forecast is used
 * @param stability limits on how fast and how often a role changes
 * @param unknown what stands in for readings that are unknown
 * @param correction how the engine model is corrected by what is observed
 * @param sizing how replicas are counted
 * @param engine what the forward passes of an engine are learned from and limited by
 */
public record PlannerSettings(
        Compatibility compatibility,
        List<Role> roles,
        double ttftMs,
        double itlMs,
        Duration window,
        PerRole<Integer> floors,
        PerRole<Integer> gpusPerEngine,
        GpuGrant grant,
        PredictorFamily predictors,
        Forecast forecast,
        Stability stability,
        Map<Signal, UnknownPolicy> unknown,
        Correction correction,
        Sizing sizing,
        Engine engine) {
    public PlannerSettings {
        roles = List.copyOf(roles);
        unknown = Map.copyOf(unknown);
    }

    /** The same settings for engines of other widths, as a cluster reports them. */
    public PlannerSettings withGpusPerEngine(PerRole<Integer> widths) {
        return with(ttftMs, itlMs, window, widths, forecast, sizing);
    }

    /** The same settings with other latency targets, ms. */
    public PlannerSettings withTargets(double ttft, double itl) {
        return with(ttft, itl, window, gpusPerEngine, forecast, sizing);
    }

    /** The same settings with another planning interval. */
    public PlannerSettings withWindow(Duration length) {
        return with(ttftMs, itlMs, length, gpusPerEngine, forecast, sizing);
    }

    /** The same settings for another share of requests inside the targets. A load quantile of its own stays. */
    public PlannerSettings withAttainment(double attainment) {
        boolean follows = forecast.equals(Forecast.following(sizing.attainment(), forecast.startup()));
        Forecast other = follows
                ? Forecast.following(attainment, forecast.startup())
                : Forecast.at(forecast.quantile(), attainment, forecast.startup());
        return with(ttftMs, itlMs, window, gpusPerEngine, other, sizing.with(attainment));
    }

    /** Whether the same share of the requests is to meet the same targets, counted with the same engine model. */
    public boolean aimsAs(PlannerSettings other) {
        return ttftMs == other.ttftMs
                && itlMs == other.itlMs
                && sizing.attainment() == other.sizing.attainment()
                && sizing.capacity() == other.sizing.capacity();
    }

    private PlannerSettings with(
            double ttft, double itl, Duration length, PerRole<Integer> widths, Forecast load, Sizing counting) {
        return new PlannerSettings(
                compatibility,
                roles,
                ttft,
                itl,
                length,
                floors,
                widths,
                grant,
                predictors,
                load,
                stability,
                unknown,
                correction,
                counting,
                engine);
    }

    /**
     * @param quantile quantile of the load forecast that is sized for, 0.5 for the point forecast
     * @param served share of the requests that engines are counted to keep inside the targets at that load
     * @param unseenHeadroom times that load while nobody can see what requests get
     * @param startup time from write to ready of one engine
     */
    public record Forecast(double quantile, double served, double unseenHeadroom, Duration startup) {
        /**
         * How many times as many requests as are allowed to miss may come in windows with more load than was sized for, and how
         * many times as many may miss at that load. Most of both are served in time all the same: most windows have less load,
         * whole engines are more than was asked for, and a role shrinks later than it could. Chosen on two recorded traffics
         * with three minutes of start-up and less, for 95 %; what it is off by is learned from the requests. Where it cannot
         * be, a tenth more is sized for.
         */
        private static final double MORE_LOAD = 9;

        private static final double LATE_AT_THAT_LOAD = 3;

        /** At the median itself the point forecast would be sized for, without a margin that was learned. */
        private static final double LEAST_QUANTILE = 0.51;

        private static final double LEAST_SERVED = 0.5;

        private static final double UNSEEN = 1.1;

        /** A quantile that somebody has set: the attainment is for the requests at that load. */
        public static Forecast at(double quantile, double attainment, Duration startup) {
            return new Forecast(quantile, attainment, 1, startup);
        }

        /** What goes with a share of requests inside the targets, where nobody has set a quantile. */
        public static Forecast following(double attainment, Duration startup) {
            double missing = 1 - attainment;
            return new Forecast(
                    Math.max(LEAST_QUANTILE, 1 - MORE_LOAD * missing),
                    Math.max(LEAST_SERVED, 1 - LATE_AT_THAT_LOAD * missing),
                    UNSEEN,
                    startup);
        }
    }

    /**
     * @param scaleDownWindow how long a higher wish keeps a role from shrinking
     * @param stepUp most replicas added per role and window
     * @param stepDown most replicas removed per role and window
     * @param directionChangesPerHour negative for no limit
     */
    public record Stability(
            Duration scaleDownWindow,
            int stepUp,
            int stepDown,
            int directionChangesPerHour,
            List<FreezeWindows.Window> freeze) {
        public Stability {
            freeze = List.copyOf(freeze);
        }
    }

    /**
     * @param smoothing weight of the newest window, above 0 to 1
     * @param minRequests windows with fewer requests are ignored
     */
    public record Correction(boolean enabled, double min, double max, double smoothing, double minRequests) {}

    /**
     * @param referenceInterpolation whether the engine model is the reference's
     * @param queueing whether prefill is sized by waiting, else by throughput
     * @param attainment share of the requests that should meet both targets
     * @param feedback whether the share that does moves what roles are sized for
     * @param capacity what the load that an engine can carry is taken from
     */
    public record Sizing(
            boolean referenceInterpolation,
            boolean queueing,
            double attainment,
            boolean feedback,
            Infeasible infeasible,
            CapacityModel capacity) {
        Sizing with(double share) {
            return new Sizing(referenceInterpolation, queueing, share, feedback, infeasible, capacity);
        }
    }

    /**
     * @param tokensPerPass most tokens in one forward pass
     * @param sequences most requests at the same time
     * @param draftTokens drafts of speculative decoding per pass; 0 if it is off
     * @param passes passes of each kind that are learned from at most
     * @param cells cells that they are spread over
     * @param minPasses passes of a kind that a model needs at least
     */
    public record Engine(int tokensPerPass, int sequences, int draftTokens, int passes, int cells, int minPasses) {}
}
