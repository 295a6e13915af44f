package io.dynamoplanner.app.run;

import io.dynamoplanner.app.http.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reads traffic when it is due, so that nothing else ever waits for Prometheus. */
final class FeedThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedThread.class);

    private final TrafficFeed feed;
    private final InstantSource clock;
    private final InstantSource steady;
    private final Duration longestRead;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private boolean nudged;
    private volatile boolean closed;
    private volatile Progress progress;

    /**
     * @param steady what signs of life are timed by
     * @param longestRead after which reading has ended, one way or the other
     */
    FeedThread(TrafficFeed feed, InstantSource clock, InstantSource steady, Duration longestRead) {
        this.feed = feed;
        this.clock = clock;
        this.steady = steady;
        this.longestRead = longestRead;
        this.progress = Progress.beat(steady.instant(), longestRead);
        this.thread = new Thread(this::run, "traffic");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Progress progress() {
        return progress;
    }

    /** Something may be due earlier than it was. Never waits long. */
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closed) {
            try {
                Instant now = clock.instant();
                Instant due = feed.due(now);
                if (due.isAfter(now)) {
                    Duration rest = Duration.between(now, due);
                    progress = Progress.beat(steady.instant(), rest);
                    sleep(rest);
                } else {
                    progress = Progress.beat(steady.instant(), longestRead);
                    feed.poll(now);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Reading traffic failed; it goes on", e);
                pause();
            }
        }
    }

    private void sleep(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!nudged && left > 0) {
                left = wanted.awaitNanos(left);
            }
            nudged = false;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        try {
            sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
