package io.dynamoplanner.k8s.reconcile;

import static io.javaoperatorsdk.operator.api.reconciler.Constants.WATCH_ALL_NAMESPACES;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphReader;
import io.dynamoplanner.k8s.resource.GraphDeployment;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1alpha1;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework at work on one version of the graphs, from one start to one stop.
 *
 * @param <P> that version
 */
final class ControllerRun<P extends GraphDeployment> {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerRun.class);

    private static final String NAME = "graphs";

    /** How long the start waits for a server that does not answer; it goes on without, and what comes late comes as events. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long a stop waits for looks that are under way. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final Class<P> type;
    private final GraphSelection selection;
    private final Operator operator;
    private final GraphReconciler<P> reconciler;
    private final Controller<P> controller;

    private ControllerRun(
            KubernetesClient client,
            Class<P> type,
            ServedKinds kinds,
            ControllerSettings settings,
            GraphReader reader,
            KnownGraphs known,
            InstantSource clock) {
        this.client = client;
        this.type = type;
        this.selection = settings.graphs();
        this.reconciler = new GraphReconciler<>(
                known,
                reader,
                clock,
                (own, graphs, listedAnew) -> new GraphParts<>(
                        own, selection, kinds, PATIENCE, namespace -> in(namespace, graphs.keys()), listedAnew));
        this.operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(settings.threads())
                .withReconciliationTerminationTimeout(GRACE)
                .withCacheSyncTimeout(PATIENCE)
                .withStopOnInformerErrorDuringStartup(false)
                // The one that comes with the framework ends the process.
                .withInformerStoppedHandler((informer, error) -> LOG.debug("{} stopped", informer, error))
                // Nobody changes what is in the caches, so nobody needs a copy.
                .withResourceCloner(new Cloner() {
                    @Override
                    public <R extends HasMetadata> R clone(R object) {
                        return object;
                    }
                }));
        this.controller = (Controller<P>) operator.register(reconciler, configuration(settings));
    }

    /** Prepares a run for the version that is served. */
    static ControllerRun<?> of(
            KubernetesClient client,
            ServedKinds kinds,
            ControllerSettings settings,
            GraphReader reader,
            KnownGraphs known,
            InstantSource clock) {
        return kinds.graphs() == GraphApi.V1BETA1
                ? new ControllerRun<>(client, GraphDeploymentV1beta1.class, kinds, settings, reader, known, clock)
                : new ControllerRun<>(client, GraphDeploymentV1alpha1.class, kinds, settings, reader, known, clock);
    }

    private ResolvedControllerConfiguration<P> configuration(ControllerSettings settings) {
        var informer = InformerConfiguration.builder(type)
                .withNamespaces(
                        selection.namespaces().isEmpty() ? Set.of(WATCH_ALL_NAMESPACES) : selection.namespaces())
                // Only who writes through the framework needs them, for a thread of its own.
                .withComparableResourceVersions(false);
        selection
                .name()
                .ifPresent(name ->
                        informer.withFieldSelector(new FieldSelector(new FieldSelector.Field("metadata.name", name))));
        return new ResolvedControllerConfiguration<>(
                NAME,
                // What the operator reports in the status matters as much as the specification.
                false,
                reconciler.getClass().getCanonicalName(),
                new GenericRetry()
                        .setInitialInterval(settings.firstRetry())
                        .setIntervalMultiplier(2)
                        .setMaxInterval(settings.longestRetry().toMillis())
                        .withoutMaxAttempts(),
                new BurstLimiter(settings.settle(), settings.spacing(), System::nanoTime),
                null,
                null,
                Map.of(),
                NAME,
                operator.getConfigurationService(),
                informer.buildForController(),
                // So that the end of a graph is told in line with the looks at it.
                true,
                null);
    }

    private static Collection<ResourceID> in(String namespace, Stream<ResourceID> graphs) {
        return graphs.filter(id -> id.getNamespace().equals(Optional.of(namespace)))
                .toList();
    }

    /** Returns when the graphs are there, or after a few seconds without them. */
    void start() {
        operator.start();
    }

    /** Returns when looks that are under way have ended, or after a few seconds. */
    void stop() {
        // By hand, because after a start that failed half way the framework leaves its watches behind.
        controller.getEventSourceManager().getControllerEventSource().stop();
        reconciler.stop();
        operator.stop();
    }

    /** Whether the graphs have been listed: one that is not cached does not exist. */
    boolean isSeen() {
        return informers(InformerHealthIndicator::hasSynced);
    }

    /** Whether changes of the graphs are coming in right now. */
    boolean isWatching() {
        return informers(InformerHealthIndicator::isWatching);
    }

    /** Whether a watch has ended for good, so that only another run can help. */
    boolean isOver() {
        return !informers(InformerHealthIndicator::isRunning);
    }

    private boolean informers(Predicate<InformerHealthIndicator> condition) {
        return controller
                .getEventSourceManager()
                .getControllerEventSource()
                .informerHealthIndicators()
                .values()
                .stream()
                .allMatch(condition);
    }

    /** Asks the API server once why the graphs do not come; empty if it would list them. */
    Optional<KubernetesClientException> diagnose() {
        try {
            for (var scope : selection.scopes(client, type)) {
                var narrowed = selection
                        .name()
                        .map(name -> scope.withField("metadata.name", name))
                        .orElse(scope);
                narrowed.list(new ListOptionsBuilder().withLimit(1L).build());
            }
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(e);
        }
    }

    GraphReconciler<P> graphs() {
        return reconciler;
    }

    List<Finding> findings() {
        return reconciler.findings();
    }

    boolean isCached(GraphId graph) {
        return reconciler.isCached(graph);
    }
}
