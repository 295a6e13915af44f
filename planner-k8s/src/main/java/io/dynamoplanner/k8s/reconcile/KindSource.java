package io.dynamoplanner.k8s.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Objects of one kind beside the graphs, found by one key. A change of one is an event for the graphs that it belongs to.
 *
 * <p>The framework has a source like this. It tells neither why nothing comes, nor does it start again after some errors,
 * and a kind that may not be read would hold up the start of all others.
 *
 * @param <T> the kind
 * @param <P> the kind of the graphs
 */
final class KindSource<T extends HasMetadata, P extends HasMetadata> extends AbstractEventSource<T, P> {
    private static final String INDEX = "key";

    private final Wanted<T> wanted;
    private final Duration patience;
    private final List<Follower<T>> followers;

    /**
     * What to follow.
     *
     * @param selection the graphs; of their namespaces
     * @param label that an object must have; empty for all objects
     * @param labelValue value of that label; empty for any
     * @param key under which an object is found again
     * @param graphs that an object belongs to
     */
    record Wanted<T extends HasMetadata>(
            Class<T> type,
            GraphSelection selection,
            Optional<String> label,
            Optional<String> labelValue,
            Function<T, String> key,
            Function<T, Collection<ResourceID>> graphs) {}

    /**
     * @param patience how long the start waits for the first answer of the server
     * @param listedAnew is told when objects could be listed for the first time, or again after trouble
     */
    KindSource(KubernetesClient client, Wanted<T> wanted, Duration patience, Runnable listedAnew) {
        super(wanted.type(), wanted.type().getSimpleName());
        this.wanted = wanted;
        this.patience = patience;
        this.followers = wanted.selection().scopes(client, wanted.type()).stream()
                .map(scope -> follower(scope, listedAnew))
                .toList();
    }

    private Follower<T> follower(
            FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>> scope, Runnable listedAnew) {
        var labelled = wanted.label()
                .map(label -> wanted.labelValue()
                        .map(value -> scope.withLabel(label, value))
                        .orElseGet(() -> scope.withLabel(label)))
                .orElse(scope);
        var informer = labelled.runnableInformer(0);
        informer.addIndexers(Map.of(INDEX, object -> List.of(wanted.key().apply(object))));
        return new Follower<>(informer, this::changed, listedAnew);
    }

    private void changed(T object) {
        wanted.graphs().apply(object).forEach(graph -> getEventHandler().handleEvent(new Event(graph)));
    }

    /** Waits for the first answer, so that the first look sees what there is, but not for ever. */
    @Override
    public void start() {
        super.start();
        var answers = followers.stream().map(Follower::start).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(answers).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The server is slow. The objects come later, as events.
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is never completed with an error", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        super.stop();
        followers.forEach(Follower::stop);
    }

    /** The objects with this key. */
    Stream<T> withKey(String key) {
        return followers.stream().flatMap(follower -> follower.informer().getIndexer().byIndex(INDEX, key).stream());
    }

    /** All objects of a namespace. */
    Stream<T> in(String namespace) {
        return followers.stream()
                .flatMap(follower ->
                        follower.informer().getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream());
    }

    /** An object by its name. */
    Optional<T> named(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return followers.stream()
                .flatMap(follower ->
                        Stream.ofNullable(follower.informer().getIndexer().getByKey(key)))
                .findFirst();
    }

    /** Whether all have been listed; before, an empty answer says nothing. */
    boolean isSeen() {
        return followers.stream().allMatch(Follower::isSeen);
    }

    /** What keeps it from following, of any one namespace. */
    Optional<Throwable> trouble() {
        return followers.stream()
                .flatMap(follower -> follower.trouble().stream())
                .findFirst();
    }

    @Override
    public Set<T> getSecondaryResources(P graph) {
        throw new UnsupportedOperationException("objects are asked for by key");
    }
}
