package io.dynamoplanner.app.assembly;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.assembly.Strategies.ForecastUse;
import io.dynamoplanner.app.assembly.Strategies.Pace;
import io.dynamoplanner.app.assembly.Strategies.SizingRule;
import io.dynamoplanner.app.assembly.Strategies.WhileStarting;
import io.dynamoplanner.core.attainment.AttainmentFeedback;
import io.dynamoplanner.core.budget.BudgetRequest;
import io.dynamoplanner.core.budget.BudgetResult;
import io.dynamoplanner.core.budget.DirectionalGuardFit;
import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.Constraint;
import io.dynamoplanner.core.constraint.DirectionChangeBudget;
import io.dynamoplanner.core.constraint.FreezeWindows;
import io.dynamoplanner.core.constraint.GpuBudget;
import io.dynamoplanner.core.constraint.HoldOnUnknown;
import io.dynamoplanner.core.constraint.PartnerHold;
import io.dynamoplanner.core.constraint.ReductionsWhileStarting;
import io.dynamoplanner.core.constraint.ReplicaFloor;
import io.dynamoplanner.core.constraint.RolloutGate;
import io.dynamoplanner.core.constraint.ScaleDownStabilisation;
import io.dynamoplanner.core.constraint.StepLimit;
import io.dynamoplanner.core.correction.CorrectionRule;
import io.dynamoplanner.core.correction.DampedCorrection;
import io.dynamoplanner.core.correction.LastWindowCorrection;
import io.dynamoplanner.core.correction.NoCorrection;
import io.dynamoplanner.core.cycle.Infeasible;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.sizing.RoleSizer;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.data.config.CapacityModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The composition root of a planner: settings and an engine profile in, a planning cycle out. */
public final class PlannerAssembly {
    /** How soon to look again while growth waits for GPUs to be released. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final PlannerSettings settings;
    private final Strategies strategies;
    private final PerRole<RoleSizer> sizers;
    private final PerRole<RoleSizer> planning;
    private final List<Finding> findings;

    /**
     * @throws io.dynamoplanner.core.engine.ProfileException if no engine model can be built from the profile
     * @throws BadInput if the settings ask for a role that the profile or the chosen arithmetic lacks
     */
    public PlannerAssembly(PlannerSettings settings, EngineProfile profile) {
        this.settings = settings;
        this.strategies =
                Strategies.of(settings.compatibility(), settings.sizing().capacity());
        double stated = settings.sizing().attainment();
        double served = settings.forecast().served();
        if (settings.sizing().capacity() == CapacityModel.FORWARD_PASS) {
            var passes = new ForwardPassSizers(settings, profile, strategies.sizing());
            this.sizers = PerRole.build(settings.roles(), role -> passes.sizer(role, stated));
            this.planning = PerRole.build(settings.roles(), role -> passes.sizer(role, served));
            this.findings = passes.findings();
        } else {
            var points = new ProfileSizers(settings, profile, strategies.sizing() == SizingRule.LATENCY);
            this.sizers = PerRole.build(settings.roles(), role -> points.sizer(role, stated));
            this.planning = PerRole.build(settings.roles(), role -> points.sizer(role, served));
            this.findings = List.of();
        }
    }

    public PlannerSettings settings() {
        return settings;
    }

    /** The sizing rule of each role, for single questions: a load that is known keeps the stated share inside the targets. */
    public PerRole<RoleSizer> sizers() {
        return sizers;
    }

    /** What the profile lacks for this planner; it plans all the same, without the roles that are named. */
    public List<Finding> findings() {
        return findings;
    }

    /** How the targets of a single question fit into the GPU budget. */
    public BudgetResult fit(PerRole<Integer> current, PerRole<Integer> wanted, PerRole<Double> need) {
        return strategies
                .budget()
                .fit(new BudgetRequest(
                        current,
                        wanted,
                        settings.gpusPerEngine(),
                        settings.floors(),
                        need,
                        settings.grant().floor(),
                        settings.grant().ceiling()));
    }

    /** The planning cycle of a graph whose demand windows are counted from {@code origin}. */
    public PlanningCycle cycle(Instant origin) {
        return cycle(origin, constraints().values());
    }

    /**
     * The same cycle without the constraint that binds like this, to see what it does.
     *
     * @param binding a binding that no constraint has leaves the cycle as it is
     */
    public PlanningCycle cycleWithout(Binding binding, Instant origin) {
        Map<Binding, Constraint> others = constraints();
        others.remove(binding);
        if (binding == Binding.FLOOR) {
            others.put(Binding.GPU_CEILING, budget(PerRole.empty()));
        }
        if (binding == Binding.ROLLOUT) {
            others.put(Binding.GPU_CEILING, settledBudget(settings.floors()));
        }
        return cycle(origin, others.values());
    }

    private PlanningCycle cycle(Instant origin, Collection<Constraint> constraints) {
        return new PlanningCycle(
                forecaster(new WindowGrid(origin, settings.window())),
                planning,
                correction(),
                List.copyOf(constraints),
                strategies.staging(),
                new PlanningCycle.Rules(
                        strategies.sizing() == SizingRule.LATENCY
                                ? settings.sizing().infeasible()
                                : Infeasible.BEST_EFFORT,
                        SETTLE,
                        longer(settings.stability().scaleDownWindow(), Duration.ofHours(1)),
                        feedback()));
    }

    private DemandForecaster forecaster(WindowGrid grid) {
        boolean ahead = strategies.forecast() == ForecastUse.QUANTILE_TO_HORIZON;
        return new DemandForecaster(
                grid,
                settings.predictors(),
                new DemandForecaster.Settings(
                        ahead ? settings.forecast().startup() : Duration.ZERO,
                        ahead ? quantile(settings.forecast().quantile()) : Quantile.POINT,
                        strategies.idle(),
                        settings.unknown()));
    }

    private AttainmentFeedback feedback() {
        PlannerSettings.Sizing sizing = settings.sizing();
        return strategies.sizing() == SizingRule.LATENCY
                ? new AttainmentFeedback(
                        sizing.attainment(),
                        sizing.feedback(),
                        settings.forecast().unseenHeadroom())
                : AttainmentFeedback.none();
    }

    private CorrectionRule correction() {
        PlannerSettings.Correction c = settings.correction();
        if (!c.enabled()) {
            return new NoCorrection();
        }
        DampedCorrection standard = DampedCorrection.DEFAULT;
        return switch (strategies.sizing()) {
            case LATENCY ->
                new DampedCorrection(
                        c.smoothing(), standard.maxStep(), standard.deadBand(), c.min(), c.max(), c.minRequests());
            case THROUGHPUT -> new LastWindowCorrection();
            case FIRST_CAPACITY, CAPACITY -> new NoCorrection();
        };
    }

    /** Top to bottom: what may not be believed, what is steadied, what must be, what is hard. By what they bind with. */
    private Map<Binding, Constraint> constraints() {
        PlannerSettings.Stability stability = settings.stability();
        var list = new LinkedHashMap<Binding, Constraint>();
        list.put(Binding.UNKNOWN_READING, new HoldOnUnknown());
        list.put(Binding.ROLLOUT, new RolloutGate());
        if (strategies.pace() == Pace.STABILISED) {
            list.put(Binding.STABILISATION, new ScaleDownStabilisation(stability.scaleDownWindow()));
            if (stability.directionChangesPerHour() >= 0) {
                list.put(Binding.DIRECTION_CHANGES, new DirectionChangeBudget(stability.directionChangesPerHour()));
            }
            list.put(Binding.FREEZE, new FreezeWindows(stability.freeze()));
        }
        if (strategies.sizing() == SizingRule.FIRST_CAPACITY || strategies.sizing() == SizingRule.CAPACITY) {
            list.put(Binding.NOT_READY, new PartnerHold(strategies.budgetBaseline()));
        }
        if (strategies.pace() != Pace.UNLIMITED) {
            list.put(
                    Binding.STEP, new StepLimit(stability.stepUp(), stability.stepDown(), strategies.budgetBaseline()));
        }
        list.put(Binding.FLOOR, new ReplicaFloor(settings.floors()));
        list.put(Binding.GPU_CEILING, budget(settings.floors()));
        return list;
    }

    private Constraint budget(PerRole<Integer> floors) {
        return strategies.starts() == WhileStarting.REDUCE_ONLY
                ? new ReductionsWhileStarting(new DirectionalGuardFit(), floors)
                : settledBudget(floors);
    }

    private GpuBudget settledBudget(PerRole<Integer> floors) {
        return new GpuBudget(strategies.budget(), floors, strategies.budgetBaseline());
    }

    private static Quantile quantile(double level) {
        return new Quantile(level, StandardNormal.quantile(level));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
