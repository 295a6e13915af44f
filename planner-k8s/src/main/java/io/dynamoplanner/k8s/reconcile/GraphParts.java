package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.CardReader;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot.Source;
import io.dynamoplanner.k8s.graph.Labels;
import io.dynamoplanner.k8s.graph.PodReader;
import io.dynamoplanner.k8s.reconcile.KindSource.Wanted;
import io.dynamoplanner.k8s.resource.GraphDeployment;
import io.dynamoplanner.k8s.resource.PodMeta;
import io.dynamoplanner.k8s.resource.ScalingAdapter;
import io.dynamoplanner.k8s.resource.ScalingAdapterV1alpha1;
import io.dynamoplanner.k8s.resource.ScalingAdapterV1beta1;
import io.dynamoplanner.k8s.resource.WorkerMetadata;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What belongs to graphs beside the graphs themselves: scaling adapters, pods, and what workers say about themselves. */
final class GraphParts<P extends GraphDeployment> {
    private final GraphSelection selection;
    private final Optional<KindSource<? extends ScalingAdapter, P>> adapters;
    private final KindSource<PodMeta, P> pods;
    private final Optional<KindSource<WorkerMetadata, P>> workers;

    /**
     * @param graphsIn the graphs that are known in a namespace
     * @param listedAnew is told when a kind could be listed for the first time, or again after trouble
     */
    GraphParts(
            KubernetesClient client,
            GraphSelection selection,
            ServedKinds kinds,
            Duration patience,
            Function<String, Collection<ResourceID>> graphsIn,
            Runnable listedAnew) {
        this.selection = selection;
        pods = new KindSource<>(
                client,
                new Wanted<>(
                        PodMeta.class,
                        selection,
                        Optional.of(Labels.GRAPH),
                        selection.name(),
                        pod -> key(pod, PodReader.graphOf(pod).orElse("")),
                        pod -> ids(pod, PodReader.graphOf(pod).orElse(""))),
                patience,
                listedAnew);
        adapters = kinds.adapters()
                .map(api -> api == GraphApi.V1BETA1 ? ScalingAdapterV1beta1.class : ScalingAdapterV1alpha1.class)
                .map(type -> new KindSource<>(client, adapters(type), patience, listedAnew));
        workers = kinds.workers()
                ? Optional.of(
                        new KindSource<>(client, workers(worker -> graphsOf(worker, graphsIn)), patience, listedAnew))
                : Optional.empty();
    }

    private <A extends ScalingAdapter> Wanted<A> adapters(Class<A> type) {
        return new Wanted<>(
                type,
                selection,
                Optional.empty(),
                Optional.empty(),
                adapter -> key(adapter, graphOf(adapter)),
                adapter -> ids(adapter, graphOf(adapter)));
    }

    private Wanted<WorkerMetadata> workers(Function<WorkerMetadata, Collection<ResourceID>> graphs) {
        return new Wanted<>(
                WorkerMetadata.class,
                selection,
                Optional.empty(),
                Optional.empty(),
                worker -> key(worker, CardReader.podOf(worker)),
                graphs);
    }

    /** By the pod. Where pods cannot be seen it may belong to any graph of the namespace. */
    private Collection<ResourceID> graphsOf(WorkerMetadata worker, Function<String, Collection<ResourceID>> graphsIn) {
        String namespace = worker.getMetadata().getNamespace();
        if (!pods.isSeen()) {
            return graphsIn.apply(namespace);
        }
        return pods.named(namespace, CardReader.podOf(worker))
                .map(pod -> ids(pod, PodReader.graphOf(pod).orElse("")))
                .orElse(Set.of());
    }

    /** The adapters that refer to a graph. A name says nothing: two graphs may lead to the same. */
    Stream<? extends ScalingAdapter> adapters(GraphId graph) {
        return adapters.stream().flatMap(source -> source.withKey(key(graph.namespace(), graph.name())));
    }

    /** The pods that carry the name of a graph. */
    Stream<PodMeta> pods(GraphId graph) {
        return pods.withKey(key(graph.namespace(), graph.name()));
    }

    /** What the workers on the pods of a graph say. Needs that pods are seen. */
    Stream<WorkerMetadata> workersOnPods(GraphId graph) {
        return pods(graph)
                .flatMap(pod -> workers.stream()
                        .flatMap(source -> source.withKey(
                                key(graph.namespace(), pod.getMetadata().getName()))));
    }

    /** What all workers of the namespace of a graph say. */
    Stream<WorkerMetadata> workersAround(GraphId graph) {
        return workers.stream().flatMap(source -> source.in(graph.namespace()));
    }

    /** Kinds that could not be read so far. One that the cluster does not have is none of them: there is nothing to read. */
    Set<Source> unseen() {
        var unseen = new ArrayList<Source>();
        sources().forEach((name, source) -> {
            if (!source.isSeen()) {
                unseen.add(name);
            }
        });
        return Set.copyOf(unseen);
    }

    /** The event sources of the kinds that there are. */
    List<EventSource<?, P>> eventSources() {
        return List.copyOf(sources().values());
    }

    /** What is missing, and why. */
    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        sources().forEach((name, source) -> finding(name, source).ifPresent(findings::add));
        if (adapters.isEmpty()) {
            findings.add(Finding.info(
                    "kind-not-served",
                    ServedKinds.ADAPTERS + "." + GraphApi.GROUP,
                    "the cluster has no scaling adapters; replicas are written into the graph itself"));
        }
        if (workers.isEmpty()) {
            findings.add(Finding.info(
                    "kind-not-served",
                    ServedKinds.WORKERS + "." + GraphApi.GROUP,
                    "the cluster has no worker metadata; nothing is known about the engines but what the graph says"));
        }
        return findings;
    }

    private Optional<Finding> finding(Source name, KindSource<?, P> source) {
        ApiTrouble trouble = switch (name) {
            case ADAPTERS ->
                new ApiTrouble(
                        GraphApi.GROUP,
                        ServedKinds.ADAPTERS,
                        selection.where(),
                        "components that an adapter owns are not scaled");
            case PODS ->
                new ApiTrouble(
                        "", "pods", selection.where(), "what a graph drains or starts is known from its status only");
            case CARDS ->
                new ApiTrouble(
                        GraphApi.GROUP,
                        ServedKinds.WORKERS,
                        selection.where(),
                        "nothing is known about the engines but what the graph says");
        };
        return source.trouble().map(error -> trouble.finding(Finding.Severity.WARNING, error));
    }

    private Map<Source, KindSource<?, P>> sources() {
        var sources = new EnumMap<Source, KindSource<?, P>>(Source.class);
        adapters.ifPresent(source -> sources.put(Source.ADAPTERS, source));
        sources.put(Source.PODS, pods);
        workers.ifPresent(source -> sources.put(Source.CARDS, source));
        return sources;
    }

    private static String graphOf(ScalingAdapter adapter) {
        return adapter.getSpec().path("dgdRef").path("name").asText("");
    }

    private static String key(HasMetadata object, String name) {
        return key(object.getMetadata().getNamespace(), name);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    private Collection<ResourceID> ids(HasMetadata object, String graph) {
        if (graph.isEmpty()
                || selection.name().filter(name -> !name.equals(graph)).isPresent()) {
            return Set.of();
        }
        return Set.of(new ResourceID(graph, object.getMetadata().getNamespace()));
    }
}
