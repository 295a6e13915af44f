package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.assembly.LedgerHeaders;
import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.gateway.GatewayConditions;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.profile.ProfileReader;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.data.trace.TraceReader;
import io.dynamoplanner.sim.SimulationOptions;
import io.dynamoplanner.sim.request.Requests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A scenario made ready: the traffic, the engines as they are, and planners that can be let loose on them. */
public final class Arena {
    private final Scenario scenario;
    private final Trace trace;
    private final Requests requests;
    private final SimulationOptions options;
    private final PlannerSettings settings;
    private final EngineProfile profile;
    private final PlannerAssembly truth;
    private final StaticFleets fleets;

    /**
     * @param trace the trace of the scenario, before its scales are applied
     * @throws BadInput if the replica floors do not fit into the budget
     */
    public Arena(Scenario scenario, Trace trace) {
        this(
                scenario,
                trace.timeScale(scenario.timeScale()).rateScale(scenario.rateScale(), scenario.seed()),
                settings(scenario),
                0);
    }

    private Arena(Scenario scenario, Trace scaled, PlannerSettings settings, double measuredFromS) {
        this.scenario = scenario;
        this.trace = scaled;
        this.requests = requests(scaled);
        this.settings = settings;
        List<Role> roles = settings.roles();
        this.profile = ProfileReader.read(scenario.profile(), SimulatedFleets.parts(roles));
        EngineProfile engines = scenario.truthProfile().equals(scenario.profile())
                ? profile
                : ProfileReader.read(scenario.truthProfile(), SimulatedFleets.parts(roles));
        requireFloorsInBudget(settings);
        this.options = SimulatedFleets.options(scenario, settings, engines).withMeasuredFromS(measuredFromS);
        this.truth = new PlannerAssembly(settings, SimulatedFleets.faster(engines, scenario.speedFactor()));
        this.fleets = new StaticFleets(
                truth, scaled.windows(settings.window().toMillis() / 1000.0).samples(), requests.durationS());
    }

    /** The same on a part of the traffic, seconds from its start. */
    public Arena part(double fromS, double toS) {
        return new Arena(scenario, trace.slice(fromS, toS), settings, 0);
    }

    /** The same with a warm-up: what comes before {@code seconds} is run and not measured. */
    public Arena measuredFrom(double seconds) {
        return new Arena(scenario, trace, settings, seconds);
    }

    public Scenario scenario() {
        return scenario;
    }

    public Requests requests() {
        return requests;
    }

    public SimulationOptions options() {
        return options;
    }

    /** The planner's settings, with the engine widths of the scenario. */
    public PlannerSettings settings() {
        return settings;
    }

    /** The settings of the same configuration with another release's arithmetic. */
    public PlannerSettings settings(Compatibility release) {
        return SimulatedFleets.widths(scenario, SettingsFactory.of(scenario.config(), release));
    }

    /** The profile that planners believe. */
    public EngineProfile profile() {
        return profile;
    }

    /** The planner's own sizing of the engines as they are, for those who may know them. */
    public PlannerAssembly truth() {
        return truth;
    }

    public StaticFleets fleets() {
        return fleets;
    }

    public LedgerHeader ledgerHeader() {
        return LedgerHeaders.of(
                new GraphId("simulation", scenario.title()),
                options.epoch(),
                options.epoch(),
                scenario.config(),
                profile,
                settings);
    }

    /** A planner at the start of a run, with the fleet that hindsight calls right for the mean. */
    public PlannerPolicy planner(PlannerPolicy.Name name, PlannerSettings rules, DecisionLog decisions) {
        PlanningCycle cycle = new PlannerAssembly(rules, profile).cycle(options.epoch());
        PlannerState state = cycle.start(warmUp(rules), rules.grant());
        return new PlannerPolicy(name, cycle, state, fleets.mean(), rules.window(), conditions(), decisions);
    }

    /** What the predictors learn before the run, if the configuration names a trace for it. */
    private List<TrafficSample> warmUp(PlannerSettings rules) {
        return scenario.config()
                .get(ForecastFields.LOAD_PREDICTOR_WARMUP_TRACE)
                .map(file -> TraceReader.read(file)
                        .trace()
                        .windows(rules.window().toMillis() / 1000.0)
                        .samples())
                .orElse(List.of());
    }

    /** Nothing stands between a plan and the simulated fleet but the wish of the configuration to look on only. */
    private GatewayConditions conditions() {
        return new GatewayConditions(
                scenario.config().get(DeploymentFields.ADVISORY), Optional.empty(), Instant.MAX, List.of());
    }

    private static PlannerSettings settings(Scenario scenario) {
        return SimulatedFleets.widths(scenario, SettingsFactory.of(scenario.config()));
    }

    /** The configuration was checked with its own engine widths; the cluster's may be larger. */
    private static void requireFloorsInBudget(PlannerSettings settings) {
        int floors = 0;
        for (Role role : settings.roles()) {
            floors += settings.floors().get(role) * settings.gpusPerEngine().get(role);
        }
        int ceiling = settings.grant().ceiling();
        if (ceiling >= 0 && floors > ceiling) {
            throw new BadInput("max_gpu_budget = " + ceiling + ": the replica floors need " + floors
                    + " GPUs with the engines of the scenario; raise the budget or lower min_endpoint");
        }
    }

    private static Requests requests(Trace trace) {
        int n = trace.size();
        var arrivals = new double[n];
        var isl = new int[n];
        var osl = new int[n];
        for (int i = 0; i < n; i++) {
            arrivals[i] = trace.arrivalSeconds(i);
            isl[i] = trace.isl(i);
            osl[i] = trace.osl(i);
        }
        return Requests.of(arrivals, isl, osl);
    }
}
