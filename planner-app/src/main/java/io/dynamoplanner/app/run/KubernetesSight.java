package io.dynamoplanner.app.run;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.data.config.BudgetFields;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.ReliabilityFields;
import io.dynamoplanner.k8s.graph.BackendNames;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.FleetMemory;
import io.dynamoplanner.k8s.graph.FleetReader;
import io.dynamoplanner.k8s.graph.FleetReading;
import io.dynamoplanner.k8s.graph.GpuWidths;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.graph.ModelNames;
import io.dynamoplanner.k8s.graph.Names;
import io.dynamoplanner.k8s.graph.RoleResolver;
import io.dynamoplanner.k8s.graph.RuntimeEndpoints;
import io.dynamoplanner.k8s.graph.RuntimeNamespaces;
import io.dynamoplanner.k8s.write.Expectations;
import io.dynamoplanner.k8s.write.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a planner makes of a graph on Kubernetes, by the configuration of this process. */
final class KubernetesSight implements Sight {
    private static final Duration NO_CAPACITY_AFTER = Duration.ofMinutes(2);

    private final PlannerConfig config;
    private final RoleResolver resolver;
    private final FleetReader fleets;
    private final Expectations expectations;
    private final BiFunction<GraphSnapshot, Component, Optional<String>> lastWriter;
    private FleetMemory memory = FleetMemory.NOTHING;
    private String uid = "";

    /**
     * @param roles the roles that are managed
     * @param expectations what has been written and is not seen yet
     * @param lastWriter names who changed the replicas of a component, where somebody else did
     */
    KubernetesSight(
            PlannerConfig config,
            List<Role> roles,
            Expectations expectations,
            BiFunction<GraphSnapshot, Component, Optional<String>> lastWriter) {
        this.config = config;
        this.resolver = new RoleResolver(roles, BackendNames.of(backend(config)), names(config, roles));
        this.fleets = new FleetReader(
                new GpuWidths(configuredWidths(config, roles)),
                Duration.ofMillis(Math.round(config.get(ReliabilityFields.STUCK_AFTER_SECONDS) * 1000)),
                NO_CAPACITY_AFTER);
        this.expectations = expectations;
        this.lastWriter = lastWriter;
    }

    private static String backend(PlannerConfig config) {
        return config.get(DeploymentFields.BACKEND).spelling();
    }

    private static Map<Role, String> names(PlannerConfig config, List<Role> roles) {
        Map<Role, String> names = new HashMap<>();
        for (Role role : roles) {
            config.get(
                            role.equals(Role.PREFILL)
                                    ? DeploymentFields.PREFILL_COMPONENT
                                    : DeploymentFields.DECODE_COMPONENT)
                    .ifPresent(name -> names.put(role, name));
        }
        return names;
    }

    private static PerRole<Integer> configuredWidths(PlannerConfig config, List<Role> roles) {
        PerRole<Integer> widths = PerRole.empty();
        for (Role role : roles) {
            Optional<Integer> width = config.get(
                    role.equals(Role.PREFILL)
                            ? BudgetFields.PREFILL_ENGINE_NUM_GPU
                            : BudgetFields.DECODE_ENGINE_NUM_GPU);
            if (width.isPresent()) {
                widths = widths.with(role, width.get());
            }
        }
        return widths;
    }

    @Override
    public Seen look(GraphSnapshot snapshot, Instant now, boolean leads) {
        List<Finding> findings = new ArrayList<>();
        RoleResolver.Resolution roles = resolver.resolve(snapshot.graph());
        findings.addAll(roles.findings());
        if (!roles.isComplete()) {
            return new Seen(Optional.empty(), findings);
        }
        PerRole<Component> components = roles.components();
        if (!snapshot.graph().uid().equals(uid)) {
            uid = snapshot.graph().uid();
            memory = FleetMemory.NOTHING;
        }
        FleetReading reading = fleets.read(snapshot, components, memory, now);
        memory = reading.memory();
        findings.addAll(reading.findings());
        findings.addAll(unseen(snapshot, components));

        Fleet fleet = reading.fleet();
        if (leads) {
            Sighting sighting = expectations.see(
                    snapshot, components.values(), now, component -> lastWriter.apply(snapshot, component));
            findings.addAll(sighting.findings());
            fleet = written(fleet, components, sighting);
        } else {
            expectations.forget(snapshot.graph().id());
        }
        PerRole<Integer> widths =
                fleet.roles().map((role, f) -> Math.max(1, f.gpusPerReplica().orElse(1)));
        return new Seen(
                Optional.of(new View(components, fleet, widths, scope(snapshot, components, findings))), findings);
    }

    /** Until pods and adapters have been listed, nobody knows what drains and what is asked for. */
    private static List<Finding> unseen(GraphSnapshot snapshot, PerRole<Component> components) {
        List<Finding> findings = new ArrayList<>();
        if (snapshot.unseen().contains(GraphSnapshot.Source.PODS)) {
            findings.add(Finding.blocking(
                    "pods-not-seen",
                    "pods",
                    "have not been listed yet, so that nobody knows what still drains",
                    "allow the planner to list and watch pods; it goes on by itself"));
        }
        boolean owned = components.values().stream().anyMatch(Component::adapterOwned);
        if (owned && snapshot.unseen().contains(GraphSnapshot.Source.ADAPTERS)) {
            findings.add(Finding.blocking(
                    "adapters-not-seen",
                    "scaling adapters",
                    "have not been listed yet, and own replicas of this graph",
                    "allow the planner to list and watch them; it goes on by itself"));
        }
        return findings;
    }

    /** The fleet with the counts that were written and that the caches do not show yet. */
    private static Fleet written(Fleet fleet, PerRole<Component> components, Sighting sighting) {
        return new Fleet(fleet.roles().map((role, f) -> {
            int desired = sighting.desired().getOrDefault(components.get(role).name(), f.desired());
            int mayBe = sighting.mayBe().getOrDefault(components.get(role).name(), 0);
            boolean settled = f.rollout() == RoleFleet.Rollout.SETTLED && desired != f.desired();
            return new RoleFleet(
                    desired,
                    f.ready(),
                    Math.max(f.starting(), mayBe - f.ready()),
                    f.terminating(),
                    f.gpusPerReplica(),
                    settled ? RoleFleet.Rollout.SCALING : f.rollout());
        }));
    }

    private TrafficScope scope(GraphSnapshot snapshot, PerRole<Component> components, List<Finding> findings) {
        RuntimeNamespaces runtime = RuntimeNamespaces.of(snapshot.graph(), snapshot.cards());
        ModelNames model = ModelNames.of(snapshot, components, config.get(DeploymentFields.MODEL_NAME));
        findings.addAll(runtime.findings());
        findings.addAll(model.findings());
        String namespace = config.origin(DeploymentFields.NAMESPACE).isGiven()
                ? config.get(DeploymentFields.NAMESPACE)
                : Names.dynamoNamespace(snapshot.graph());
        Optional<TrafficScope.Endpoint> endpoint = components
                .find(Role.DECODE)
                .map(c -> RuntimeEndpoints.of(snapshot, Role.DECODE, c, backend(config)))
                .or(() -> components
                        .find(Role.AGGREGATED)
                        .map(c -> RuntimeEndpoints.of(snapshot, Role.AGGREGATED, c, backend(config))));
        return new TrafficScope(
                snapshot.graph().id(),
                namespace,
                runtime.all(),
                model.model(),
                !components.has(Role.AGGREGATED),
                endpoint);
    }
}
