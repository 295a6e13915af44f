package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.EngineModels;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.engine.Interpolation;
import io.dynamoplanner.core.engine.PrefillPerformance;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.sim.EngineOptions;
import io.dynamoplanner.sim.SimulationOptions;
import io.dynamoplanner.sim.fleet.StartUp;
import io.dynamoplanner.sim.fleet.WorkerFaults;
import io.dynamoplanner.sim.metrics.MetricFaults;
import io.dynamoplanner.sim.metrics.ScrapeSchedule;
import io.dynamoplanner.sim.serving.KvTransfer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The simulated side of a scenario: engines as they really are, and what the planner learns of them from the cluster. */
final class SimulatedFleets {
    private SimulatedFleets() {}

    /** The parts of a profile that the roles need. */
    static Set<Role> parts(List<Role> roles) {
        return roles.contains(Role.AGGREGATED) ? Set.of(Role.PREFILL, Role.DECODE) : Set.copyOf(roles);
    }

    /** The profile of engines that are faster than {@code profile} says. */
    static EngineProfile faster(EngineProfile profile, double factor) {
        return new EngineProfile(
                profile.name(),
                profile.prefill()
                        .map(p -> new EngineProfile.Prefill(p.samples().stream()
                                .map(s -> new EngineProfile.PrefillSample(
                                        s.isl(), s.ttftMs() / factor, s.throughputPerGpu() * factor))
                                .toList())),
                profile.decode()
                        .map(d -> new EngineProfile.Decode(
                                d.samples().stream()
                                        .map(s -> new EngineProfile.DecodeSample(
                                                s.kvUsage(),
                                                s.contextLength(),
                                                s.itlMs() / factor,
                                                s.throughputPerGpu() * factor))
                                        .toList(),
                                d.maxKvTokens())));
    }

    /** The settings with the engine widths that the cluster reports. */
    static PlannerSettings widths(Scenario scenario, PlannerSettings settings) {
        return settings.withGpusPerEngine(PerRole.build(settings.roles(), role -> width(scenario, role)));
    }

    private static int width(Scenario scenario, Role role) {
        return role.equals(Role.PREFILL)
                ? scenario.engines().prefillGpus()
                : scenario.engines().decodeGpus();
    }

    static SimulationOptions options(Scenario scenario, PlannerSettings settings, EngineProfile truth) {
        int ceiling = settings.grant().ceiling();
        return SimulationOptions.builder(
                        PerRole.build(settings.roles(), role -> engine(scenario, role, truth)),
                        settings.ttftMs(),
                        settings.itlMs())
                .clusterGpus(scenario.gpus().orElse(Integer.MAX_VALUE))
                .gpuCeiling(ceiling)
                .transfer(new KvTransfer(
                        scenario.transfer().baseMs(),
                        scenario.transfer().tokensPerSecond().orElse(Double.POSITIVE_INFINITY)))
                .scrapes(new ScrapeSchedule(
                        scenario.metrics().scrapeIntervalSeconds(),
                        scenario.metrics().delaySeconds()))
                .faults(new MetricFaults(
                        scenario.faults().outages().stream()
                                .map(o -> new MetricFaults.Outage(o.fromSeconds(), o.toSeconds()))
                                .toList(),
                        scenario.faults().scrapeLoss()))
                .workerFaults(new WorkerFaults(
                        scenario.faults().workerLosses().stream()
                                .map(l -> new WorkerFaults.Loss(l.atSeconds(), managed(l, settings), l.engines()))
                                .toList(),
                        scenario.faults().workerLossPerEngineHour()))
                .maxDrainS(scenario.engines().drainSeconds())
                .seed(scenario.seed())
                .build();
    }

    private static EngineOptions engine(Scenario scenario, Role role, EngineProfile truth) {
        Optional<PrefillPerformance> prefill = role.equals(Role.DECODE)
                ? Optional.empty()
                : Optional.of(EngineModels.prefill(truth, Interpolation.MONOTONE));
        Optional<DecodePerformance> decode = role.equals(Role.PREFILL)
                ? Optional.empty()
                : Optional.of(EngineModels.decode(truth, Interpolation.MONOTONE));
        return new EngineOptions(
                prefill,
                decode,
                scenario.speedFactor(),
                width(scenario, role),
                startUp(scenario.engines()),
                scenario.engines().maxBatch().orElse(Integer.MAX_VALUE));
    }

    /** A distribution without a mode has it in the middle. */
    private static StartUp startUp(Scenario.Engines engines) {
        Scenario.Startup startup = engines.startupSeconds();
        return new StartUp(
                startup.min(),
                startup.mode().orElse((startup.min() + startup.max()) / 2),
                startup.max(),
                engines.stragglers().share(),
                engines.stragglers().factor());
    }

    private static Role managed(Scenario.WorkerLoss loss, PlannerSettings settings) {
        if (!settings.roles().contains(loss.role())) {
            throw new BadInput("faults: engines of role " + loss.role() + " are lost at " + loss.atSeconds()
                    + " s, but the fleet has " + settings.roles() + "; correct the role");
        }
        return loss.role();
    }
}
