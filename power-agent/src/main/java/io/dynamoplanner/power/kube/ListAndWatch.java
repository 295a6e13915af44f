package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiConnection;
import io.dynamoplanner.power.api.ApiFailure;
import io.dynamoplanner.power.api.ApiFailure.Kind;
import io.dynamoplanner.power.kube.KubeJson.Change;
import io.dynamoplanner.power.kube.KubeJson.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that are listed once and watched from then on, for as long as it takes: a watch that ends or is lost goes on where
 * it was, and only when the server does not keep that state any more is there another list.
 */
final class ListAndWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListAndWatch.class);
    /** The server sends a bookmark about once a minute, so a connection without one for this long is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(150);
    /** A watch that lasts this long works. */
    private static final long WORKS = TimeUnit.SECONDS.toNanos(1);
    /** After this many refusals in a row the fault may lie in the version that we ask for. */
    private static final int REFUSALS = 4;

    private final ApiClient api;
    private final Query query;
    private final BiConsumer<KubeObject, Boolean> changed;
    private final RetryDelay delay;
    private final LongSupplier nanos;
    private final Freshness freshness;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "watch");
    private volatile Map<String, KubeObject> objects = new ConcurrentHashMap<>();
    private volatile boolean listed;
    private volatile String trouble = "";
    private volatile @Nullable ApiConnection open;
    private volatile Runnable begun = () -> {};
    /** Since when there is trouble; empty while a watch works. */
    private volatile OptionalLong troubledSince = OptionalLong.empty();
    /** Where the next watch goes on; empty text to list first. */
    private String version = "";

    /** @param changed is told of an object, and whether it is there */
    ListAndWatch(ApiClient api, Query query, BiConsumer<KubeObject, Boolean> changed) {
        this(api, query, changed, new RetryDelay(new Random()), System::nanoTime);
    }

    /** @param nanos a clock that nobody sets */
    ListAndWatch(
            ApiClient api, Query query, BiConsumer<KubeObject, Boolean> changed, RetryDelay delay, LongSupplier nanos) {
        this.delay = delay;
        this.nanos = nanos;
        this.freshness = new Freshness(nanos);
        this.api = api;
        this.query = query;
        this.changed = changed;
        thread.setDaemon(true);
    }

    /** @param watching is called whenever a watch has begun */
    void start(Runnable watching) {
        begun = watching;
        thread.start();
    }

    /** What is there, as the last list and the watch since then say. */
    Collection<KubeObject> all() {
        return objects.values();
    }

    /** Why something may have changed without us; empty while every change is told. */
    String stale(String what) {
        if (listed && freshness.isFresh()) {
            return "";
        }
        return because(what + (listed ? " are not watched at the moment" : " have not been listed yet"));
    }

    /** Why nothing is known at all; empty once a list has come, also while the watch is lost. */
    String unlisted(String what) {
        return listed ? "" : because(what + " is not known yet");
    }

    /** Why changes have not been heard of for this long, although there once was a list; empty while they are. */
    String lost(Duration atLeast) {
        OptionalLong since = troubledSince;
        boolean lost = listed && !freshness.isFresh() && since.isPresent();
        return lost && nanos.getAsLong() - since.getAsLong() >= atLeast.toNanos() ? trouble : "";
    }

    private String because(String what) {
        String reason = trouble;
        return reason.isEmpty() ? what : what + ": " + reason;
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                try {
                    oneConnection();
                    freshness.ended();
                } catch (IOException e) {
                    if (closed.getCount() > 0) {
                        failed(e);
                    }
                } catch (RuntimeException e) {
                    LOG.error("a watch was broken off by a mistake of the program, and is begun again", e);
                    failed(ApiFailure.unreadable(e.toString()));
                }
            }
        } finally {
            freshness.lost();
        }
    }

    private void oneConnection() throws IOException {
        boolean lists = version.isEmpty();
        try (ApiConnection connection = api.connect(lists ? "list" : "watch", SILENCE)) {
            open = connection;
            if (closed.getCount() == 0) {
                return;
            }
            if (lists) {
                list(connection);
            }
            watch(connection, lists);
        } catch (JsonProcessingException e) {
            throw ApiFailure.unreadable(e.getOriginalMessage());
        } catch (SocketTimeoutException e) {
            throw ApiFailure.silent("the API server has been silent for " + SILENCE.toSeconds() + " s");
        } finally {
            open = null;
        }
    }

    private void list(ApiConnection connection) throws IOException {
        KubeJson.Listing listing;
        try (InputStream body = connection.get("list", query.list(), query.acceptsList())) {
            listing = KubeJson.list(body);
            body.transferTo(OutputStream.nullOutputStream());
        }
        var present = new ConcurrentHashMap<String, KubeObject>();
        listing.objects().forEach(object -> present.put(object.uid(), object));
        Collection<KubeObject> before = List.copyOf(objects.values());
        // all of it at once: a view in between would lack objects that are there
        objects = present;
        version = listing.version();
        // in the order of a watch: one that was made anew has the name of the one that went, and has the last word
        before.stream()
                .filter(object -> !present.containsKey(object.uid()))
                .forEach(object -> changed.accept(object, false));
        present.values().forEach(object -> changed.accept(object, true));
        listed = true;
    }

    private void watch(ApiConnection connection, boolean complete) throws IOException {
        try (InputStream body = connection.get("watch", query.watch(version), query.acceptsEvents())) {
            long since = nanos.getAsLong();
            boolean worked = false;
            freshness.begun(complete);
            trouble = "";
            begun.run();
            try (var events = new KubeJson.Events(body)) {
                for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) {
                    tell(event.get());
                    worked = true;
                    works();
                }
            } finally {
                // also when it was broken off: a server that does so once an hour is not to be waited for longer each
                // time
                worked |= nanos.getAsLong() - since >= WORKS;
                if (worked) {
                    works();
                }
            }
            if (!worked) {
                throw ApiFailure.silent("the API server has ended a watch at once");
            }
        }
    }

    private void works() {
        delay.succeeded();
        troubledSince = OptionalLong.empty();
    }

    private void tell(Event event) {
        KubeObject object = event.object();
        if (event.change() == Change.BOOKMARK) {
            freshness.bookmarked();
        } else if (event.change() == Change.GONE) {
            objects.remove(object.uid());
        } else {
            objects.put(object.uid(), object);
        }
        version = object.version();
        if (event.change() != Change.BOOKMARK) {
            freshness.told();
            changed.accept(object, event.change() == Change.PRESENT);
        }
    }

    /** Nothing that is known is forgotten; it only counts as stale from now on. */
    private void failed(IOException failure) {
        freshness.lost();
        api.tally().listFailed();
        if (troubledSince.isEmpty()) {
            troubledSince = OptionalLong.of(nanos.getAsLong());
        }
        trouble = String.valueOf(failure.getMessage());
        Kind kind = failure instanceof ApiFailure answer ? answer.kind() : Kind.NO_ANSWER;
        Duration pause = delay.next(failure);
        boolean doubtful = kind == Kind.REFUSED && delay.failures() >= REFUSALS;
        if (kind == Kind.GONE || doubtful) {
            version = "";
        }
        LOG.debug("{}: {} ({}); again in {} ms", query.path(), trouble, kind, pause.toMillis(), failure);
        try {
            closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        ApiConnection connection = open;
        if (connection != null) {
            connection.close();
        }
    }
}
