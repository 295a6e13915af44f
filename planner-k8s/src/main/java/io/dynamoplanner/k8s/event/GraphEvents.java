package io.dynamoplanner.k8s.event;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.finding.Finding.Severity;
import io.dynamoplanner.k8s.call.Answer;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.event.Series.Kind;
import io.dynamoplanner.k8s.event.Series.Occurrence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events, on a thread of its own. Occurrences of the same reason and part share one Event with a count. Whoever reports
 * never waits: if the API server is slow or refuses, Events are dropped and counted, and nothing else suffers.
 */
public final class GraphEvents implements EventReporter, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GraphEvents.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ApiServer server;
    private final String reporter;
    private final EventLimits limits;
    private final InstantSource clock;
    private final EventBook book;
    /** Empty entries only wake the thread up. */
    private final BlockingQueue<Optional<Occurrence>> queue;

    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Thread thread;
    private volatile Optional<Finding> permission = Optional.empty();
    private volatile boolean closing;

    private GraphEvents(ApiServer server, String reporter, EventLimits limits, InstantSource clock) {
        this.server = server;
        this.reporter = reporter;
        this.limits = limits;
        this.clock = clock;
        this.book = new EventBook(limits);
        this.queue = new ArrayBlockingQueue<>(limits.queue());
        this.thread = new Thread(this::run, "graph-events");
        this.thread.setDaemon(true);
    }

    /** @param reporter who reports: the name of the pod */
    public static GraphEvents start(ApiServer server, String reporter, EventLimits limits, InstantSource clock) {
        var events = new GraphEvents(server, reporter, limits, clock);
        events.thread.start();
        return events;
    }

    /**
     * How many there were.
     *
     * @param sent requests that were answered well; an Event with a count of 5 may have taken one to five of them
     * @param dropped occurrences that found no room in the queue
     * @param failed requests that failed
     */
    public record Counts(long sent, long dropped, long failed) {}

    @Override
    public void report(Subject about, EventReason reason, String part, String message) {
        var occurrence = new Occurrence(new Kind(about, reason, part), message, clock.instant());
        if (closing || !queue.offer(Optional.of(occurrence))) {
            dropped.increment();
        }
    }

    public Counts counts() {
        return new Counts(sent.sum(), dropped.sum(), failed.sum());
    }

    /** What is wrong with the rights to write Events; empty if nothing is known to be. */
    public Optional<Finding> finding() {
        return permission;
    }

    private void run() {
        try {
            while (!closing) {
                Optional<Occurrence> first = queue.poll(Math.max(1, limits.gap().toMillis()), TimeUnit.MILLISECONDS);
                // Null is the end of the wait: time to look for updates whose gap has passed.
                if (first != null) {
                    first.ifPresent(book::note);
                }
                guarded();
            }
            guarded();
        } catch (InterruptedException e) {
            // Only close() interrupts, after it has waited long enough.
            Thread.currentThread().interrupt();
        }
    }

    /** A fault in here costs some Events, never the thread that writes them. */
    private void guarded() {
        try {
            sendDue();
        } catch (RuntimeException e) {
            LOG.error("Events could not be written", e);
        }
    }

    private void sendDue() {
        List<Optional<Occurrence>> more = new ArrayList<>();
        queue.drainTo(more);
        more.forEach(occurrence -> occurrence.ifPresent(book::note));
        for (Series series : book.due(clock.instant(), closing)) {
            send(series);
        }
    }

    private void send(Series series) {
        Answer answer = server.send(series.call(reporter), REQUEST_TIMEOUT);
        if (answer instanceof Answer.Done || isThereAlready(series, answer)) {
            series.sent();
            sent.increment();
            permission = Optional.empty();
            return;
        }
        failed.increment();
        LOG.debug("Event not written: {}", answer.line());
        if (answer instanceof Answer.Refused refused) {
            if (refused.code() == 404) {
                series.lost();
            }
            if (refused.lacksRight()) {
                permission = Optional.of(refused.permissionMissing(Severity.WARNING));
            }
        }
    }

    /** An earlier attempt whose answer was lost has created it. */
    private static boolean isThereAlready(Series series, Answer answer) {
        return !series.isCreated() && answer instanceof Answer.Refused refused && refused.code() == 409;
    }

    /** Sends what waits, for two seconds at most. */
    @Override
    public void close() {
        closing = true;
        // A full queue needs no waking up.
        boolean woken = queue.offer(Optional.empty());
        LOG.trace("Woken to say good-bye: {}", woken);
        try {
            thread.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
