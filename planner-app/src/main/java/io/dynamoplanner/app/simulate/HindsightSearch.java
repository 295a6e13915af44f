package io.dynamoplanner.app.simulate;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.sim.ProgressListener;
import io.dynamoplanner.sim.Simulation;
import io.dynamoplanner.sim.policy.Covering;
import io.dynamoplanner.sim.policy.SchedulePolicy;
import io.dynamoplanner.sim.request.Requests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;

/**
 * The oracle: what a fleet would cost that knew all traffic in advance, and the engines as they are, but could start
 * engines no faster than anybody.
 *
 * <p>The need of each role is sized in short steps from the traffic that really comes; {@link Covering} makes the cheapest
 * schedule of it. How much of that need is enough is found by simulation, for each role in turn: the least that meets the
 * attainment. If nothing does, it is the schedule that met the most.
 */
public final class HindsightSearch {
    private static final double STEP_S = 10;
    private static final double MOST = 3;
    private static final int HALVINGS = 6;

    private final Arena arena;
    private final int steps;
    private final PerRole<double[]> need;
    private final int startUpSteps;

    public HindsightSearch(Arena arena) {
        this.arena = arena;
        this.steps = (int) Math.ceil(arena.requests().durationS() / STEP_S);
        this.need = PerRole.build(arena.settings().roles(), this::need);
        double slowest = 0;
        for (var engine : arena.options().engines()) {
            slowest = Math.max(slowest, engine.value().startUp().longestS());
        }
        this.startUpSteps = (int) Math.ceil(slowest / STEP_S);
    }

    /** The cheapest run with at least {@code attainment} of the requests inside both targets. */
    public PolicyRun cheapest(double attainment, ProgressListener listener) {
        List<Role> roles = arena.settings().roles();
        var search = new Search(PerRole.build(roles, role -> MOST), attainment, listener);
        // Roughly first, so that no role uses up the misses of all; then each role as low as the others let it.
        if (roles.size() > 1) {
            search.lower(roles.get(0), Summary::ttftInside, (1 + attainment) / 2);
        }
        for (int i = roles.size() - 1; i >= 0; i--) {
            search.lower(roles.get(i), Summary::bothInside, attainment);
        }
        return search.best;
    }

    /** The state of a search: how much of its need each role has, and the run with that. */
    private final class Search {
        private final ProgressListener listener;
        private final double most;
        private PerRole<Double> factors;
        private PolicyRun best;
        private int runs;

        Search(PerRole<Double> factors, double attainment, ProgressListener listener) {
            this.factors = factors;
            this.listener = listener;
            this.best = run(factors);
            this.most = Math.min(attainment, best.summary().bothInside());
        }

        /** Bisects one role's factor down to the least that has {@code share}, or as much as there can be, inside. */
        void lower(Role role, ToDoubleFunction<Summary> met, double share) {
            double wanted = Math.min(share, met.applyAsDouble(best.summary()));
            double low = 0;
            double high = factors.get(role);
            for (int halving = 0; halving < HALVINGS; halving++) {
                double middle = (low + high) / 2;
                PolicyRun tried = run(factors.with(role, middle));
                if (!listener.progressed(Math.min(1, ++runs / (3.0 * HALVINGS)))) {
                    throw new CancellationException("the search was stopped");
                }
                if (met.applyAsDouble(tried.summary()) >= wanted
                        && tried.summary().bothInside() >= most) {
                    high = middle;
                    best = tried;
                } else {
                    low = middle;
                }
            }
            factors = factors.with(role, high);
        }
    }

    private PolicyRun run(PerRole<Double> factors) {
        return Simulation.run(arena.options(), arena.requests(), policy(factors), share -> true);
    }

    private SchedulePolicy policy(PerRole<Double> factors) {
        PerRole<Integer> initial = arena.fleets().mean();
        PerRole<int[]> counts = need.map((role, steady) -> new int[steps]);
        for (int step = 0; step < steps; step++) {
            int at = step;
            PerRole<Double> exact = need.map((role, steady) -> steady[at] * factors.get(role));
            PerRole<Integer> wanted = exact.map((role, engines) -> Math.max(
                    (int) Math.ceil(engines - 1e-9), arena.settings().floors().getOr(role, 0)));
            PerRole<Integer> fitted = arena.truth().fit(wanted, wanted, exact).targets();
            for (var role : counts) {
                role.value()[step] = fitted.get(role.role());
            }
        }
        return new SchedulePolicy(
                "oracle",
                "Oracle",
                "Knows all traffic and the engines in advance; starts engines as slowly as anybody.",
                initial,
                Duration.ofSeconds((long) STEP_S),
                inBudget(counts.map((role, needed) -> Covering.wanted(needed, startUpSteps, initial.get(role)))));
    }

    /** Roles that need their engines at different times may want too many at one: engines are asked for before they serve. */
    private PerRole<int[]> inBudget(PerRole<int[]> covering) {
        PerRole<int[]> fitted = covering.map((role, counts) -> counts.clone());
        for (int step = 0; step < steps; step++) {
            int at = step;
            PerRole<Integer> wanted = covering.map((role, counts) -> counts[at]);
            PerRole<Integer> targets = arena.truth()
                    .fit(wanted, wanted, wanted.map((role, n) -> (double) n))
                    .targets();
            for (var role : fitted) {
                role.value()[at] = targets.get(role.role());
            }
        }
        return fitted;
    }

    /**
     * Engines that the load of each step keeps inside the targets. A prefill loads the step of its arrival; a decode loads
     * the steps in which it runs, at the pace of the target.
     */
    private double[] need(Role role) {
        double[] weight = new double[steps];
        double[] isl = new double[steps];
        double[] osl = new double[steps];
        Requests requests = arena.requests();
        boolean decodes = role.equals(Role.DECODE);
        for (int i = 0; i < requests.size(); i++) {
            double from = requests.arrivalS(i);
            double seconds = decodes ? requests.osl(i) * arena.settings().itlMs() / 1000 : 0;
            int first = (int) (from / STEP_S);
            int last = Math.min(steps - 1, (int) ((from + seconds) / STEP_S));
            for (int step = Math.min(first, steps - 1); step <= last; step++) {
                double inside = Math.min(from + seconds, (step + 1) * STEP_S) - Math.max(from, step * STEP_S);
                double share = seconds > 0 ? inside / seconds : 1;
                weight[step] += share;
                isl[step] += share * requests.isl(i);
                osl[step] += share * requests.osl(i);
            }
        }
        double[] engines = new double[steps];
        for (int step = 0; step < steps; step++) {
            double n = weight[step];
            if (n > 0) {
                Demand demand = Demand.of(n, isl[step] / n, osl[step] / n, STEP_S);
                engines[step] =
                        arena.truth().sizers().get(role).size(demand, 1.0).bestEffortReplicas();
            }
        }
        return engines;
    }
}
