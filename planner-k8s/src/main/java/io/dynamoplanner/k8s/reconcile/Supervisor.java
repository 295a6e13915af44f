package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.finding.Finding.Severity;
import io.dynamoplanner.k8s.graph.GraphReader;
import io.dynamoplanner.k8s.reconcile.ServedKinds.Discovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Finds out what the cluster serves, runs the framework on it, and runs it anew when that no longer fits: when a version or
 * a kind came or went, or a watch ended for good. Ends only when it is told to.
 */
final class Supervisor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** An API server that has just started denies for a moment that there is a kind. */
    private static final int DENIALS = 3;

    private final KubernetesClient client;
    private final ControllerSettings settings;
    private final GraphReader reader;
    private final KnownGraphs known;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Backoff backoff;

    private int denials;
    private volatile @Nullable ControllerRun<?> current;
    private volatile boolean watching;
    private volatile List<Finding> findings =
            List.of(Finding.blocking("graphs-not-watched", "graphs", "the API server has not been asked yet", ""));

    Supervisor(
            KubernetesClient client,
            ControllerSettings settings,
            GraphReader reader,
            KnownGraphs known,
            InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.reader = reader;
        this.known = known;
        this.clock = clock;
        this.backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
        settings.graphs().only().ifPresent(known::expect);
    }

    /** The run on which graphs can be woken; empty while there is none. */
    Optional<ControllerRun<?>> current() {
        return Optional.ofNullable(current);
    }

    boolean isWatching() {
        return watching;
    }

    /** As of the last check. */
    List<Finding> findings() {
        return findings;
    }

    /** Has {@link #run} end soon. */
    void close() {
        closing.countDown();
    }

    @Override
    public void run() {
        boolean closed = false;
        while (!closed) {
            try {
                seek();
            } catch (RuntimeException | Error e) {
                // an Error too: nobody would see that this thread is gone
                LOG.error("watching graphs failed, will be tried again", e);
                failed("the planner failed: " + e);
            }
            closed = pause(backoff.next());
        }
    }

    private void seek() {
        Discovery discovery = ServedKinds.discover(client);
        if (discovery instanceof Discovery.Served served) {
            denials = 0;
            attend(served.kinds());
        } else if (discovery instanceof Discovery.NoGraphs no) {
            denials++;
            if (denials >= DENIALS) {
                known.goneUnless(graph -> false);
            }
            report(List.of(no.why()));
        } else if (discovery instanceof Discovery.Unknown unknown) {
            report(List.of(unknown.why()));
        }
    }

    /** Returns when there has to be another run. */
    private void attend(ServedKinds kinds) {
        ControllerRun<?> run = ControllerRun.of(client, kinds, settings, reader, known, clock);
        try {
            // Asked before, because the framework keeps to itself why it cannot watch.
            Optional<KubernetesClientException> refused = run.diagnose();
            if (refused.isPresent()) {
                report(List.of(WatchHealth.neverSeen(settings.graphs()).finding(Severity.BLOCKING, refused.get())));
                return;
            }
            LOG.info(
                    "watching graphs of {} in {}",
                    kinds.graphs().apiVersion(),
                    settings.graphs().where());
            // Before the start, so that no wake is lost between the first look and the return from it.
            current = run;
            run.start();
            var health = new WatchHealth(run, settings, clock);
            Instant rediscovery = clock.instant().plus(settings.longestRetry());
            do {
                boolean denied = health.check();
                check(run, health);
                boolean due = denied || (!kinds.isComplete() && !clock.instant().isBefore(rediscovery));
                if (run.isOver() || (due && isOutdated(kinds))) {
                    failed("the watch of graphs starts anew");
                    return;
                }
                rediscovery = due ? clock.instant().plus(settings.longestRetry()) : rediscovery;
            } while (!pause(settings.firstRetry()));
        } finally {
            current = null;
            watching = false;
            run.stop();
        }
    }

    private void check(ControllerRun<?> run, WatchHealth health) {
        watching = run.isSeen() && !health.isMissed();
        if (watching) {
            backoff.reset();
            known.goneUnless(run::isCached);
            run.graphs().cached().filter(graph -> !known.isThere(graph)).forEach(run.graphs()::wake);
        }
        var now = new ArrayList<Finding>();
        now.add(health.finding());
        now.addAll(WatchHealth.missing(settings.graphs(), run));
        now.addAll(run.findings());
        report(now);
    }

    /** Whether another run would watch other kinds. An answer that does not come changes nothing. */
    private boolean isOutdated(ServedKinds kinds) {
        Discovery discovery = ServedKinds.discover(client);
        return discovery instanceof Discovery.NoGraphs
                || (discovery instanceof Discovery.Served served
                        && !served.kinds().equals(kinds));
    }

    private void failed(String what) {
        report(List.of(Finding.blocking("graphs-not-watched", "graphs", what, "")));
    }

    /** Logs what is new. */
    private void report(List<Finding> now) {
        List<Finding> before = findings;
        findings = List.copyOf(now);
        for (Finding finding : now) {
            if (!before.contains(finding)) {
                LOG.atLevel(finding.severity().compareTo(Severity.WARNING) < 0 ? Level.INFO : Level.WARN)
                        .log("{}: {}", finding.code(), finding.line());
            }
        }
    }

    /** Whether it has been closed meanwhile. */
    private boolean pause(Duration time) {
        try {
            return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
