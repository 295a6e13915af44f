package io.dynamoplanner.power.kube;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Objects that are listed once and watched from then on, again and again for as long as it takes. */
final class Watched<T extends Slim> implements ResourceEventHandler<T> {
    private final SharedIndexInformer<T> informer;
    private final BiConsumer<T, Boolean> changed;
    private volatile @Nullable Throwable trouble;

    /** @param changed is told of an object, and whether it is there */
    Watched(Informable<T> scope, BiConsumer<T, Boolean> changed) {
        this.informer = scope.runnableInformer(0);
        this.changed = changed;
    }

    void start(Runnable listed) {
        informer.addEventHandler(this);
        informer.exceptionHandler((started, error) -> {
            trouble = error;
            return true;
        });
        var unused = informer.start().thenRun(listed);
    }

    void stop() {
        informer.stop();
    }

    /** What is there, as the last list and the watch since then say. */
    List<T> all() {
        return informer.getStore().list();
    }

    /** Why something may have changed without us; empty while every change is told. */
    String stale(String what) {
        if (informer.hasSynced() && informer.isWatching()) {
            return "";
        }
        String state = informer.hasSynced() ? " are not watched at the moment" : " have not been listed yet";
        return because(what + state);
    }

    /** Why nothing is known at all; empty once a list has come, also while the watch is lost. */
    String unlisted(String what) {
        return informer.hasSynced() ? "" : because(what + " is not known yet");
    }

    private String because(String what) {
        Throwable reason = trouble;
        return what + (reason == null ? "" : ": " + firstSentence(String.valueOf(reason.getMessage())));
    }

    /** The client's messages go on with the whole answer of the server. */
    private static String firstSentence(String message) {
        int end = message.indexOf(" Received status");
        return end < 0 ? message : message.substring(0, end);
    }

    @Override
    public void onAdd(T object) {
        changed.accept(object, true);
    }

    @Override
    public void onUpdate(T before, T after) {
        changed.accept(after, true);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        changed.accept(object, false);
    }
}
