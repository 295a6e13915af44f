package io.dynamoplanner.k8s.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the objects of one kind in one namespace, and never gives up: whatever goes wrong is kept as the trouble of the
 * day and tried again with a growing delay, up to half a minute. Left alone, an informer ends for good at the first object
 * that it cannot read.
 */
final class Follower<T extends HasMetadata> implements ResourceEventHandler<T> {
    private final SharedIndexInformer<T> informer;
    private final Consumer<T> changed;
    private final Runnable listedAnew;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile @Nullable Throwable trouble;
    private boolean listed;

    /**
     * Takes over an informer that has not been started.
     *
     * @param changed is told of every object that came, changed or went; of a change, both states
     * @param listedAnew is told when the objects could be listed for the first time, or again after trouble
     */
    Follower(SharedIndexInformer<T> informer, Consumer<T> changed, Runnable listedAnew) {
        this.informer = informer;
        this.changed = changed;
        this.listedAnew = listedAnew;
    }

    /** Starts to follow; returns at once. Completed when the server has answered, with a list or with an error. */
    CompletableFuture<Void> start() {
        informer.addEventHandler(this);
        informer.exceptionHandler((started, error) -> {
            trouble = error;
            answered.complete(null);
            return true;
        });
        informer.start().thenRun(() -> answered.complete(null));
        return answered;
    }

    void stop() {
        informer.stop();
    }

    /** Whether the objects have been listed; before, none in the cache says nothing. */
    boolean isSeen() {
        return informer.hasSynced();
    }

    /** What keeps it from following; empty while it follows, and while it is only about to. */
    Optional<Throwable> trouble() {
        return informer.isWatching() ? Optional.empty() : Optional.ofNullable(trouble);
    }

    SharedIndexInformer<T> informer() {
        return informer;
    }

    @Override
    public void onAdd(T object) {
        changed.accept(object);
    }

    @Override
    public void onUpdate(T before, T after) {
        changed.accept(before);
        changed.accept(after);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        changed.accept(object);
    }

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
        if (!listed || trouble != null) {
            listed = true;
            trouble = null;
            listedAnew.run();
        }
    }
}
