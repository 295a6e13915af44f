package io.dynamoplanner.app.run;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficSource;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.core.traffic.WindowSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads the traffic windows of all graphs as they complete, and their history when a graph is new. All graphs whose window
 * has completed are asked for together.
 *
 * <p>Has no thread of its own: somebody calls {@link #poll} whenever it said something is due. Everything else may be
 * called by any thread and never waits for a query.
 */
public final class TrafficFeed {
    /** After the end of a window, until its last samples can be queried. */
    private static final Duration SETTLE = Duration.ofSeconds(2);
    /** A window whose count is unknown is asked for again, so often and with this pause, before it is handed on as it is. */
    private static final int RETRIES = 3;

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(4);
    private static final int MANY_ATTEMPTS = 3;
    /** A history that could not be read is asked for again. */
    private static final Duration HISTORY_PAUSE = Duration.ofSeconds(30);

    private final TrafficSource source;
    private final WindowGrid grid;
    private final int historyWindows;
    private final Consumer<GraphId> onNews;
    private final Map<GraphId, Entry> entries = new TreeMap<>();

    /**
     * @param grid the windows that decisions are made on
     * @param historyWindows windows to learn from at the start; may be 0
     * @param onNews told of a graph when something new has been read for it
     */
    public TrafficFeed(TrafficSource source, WindowGrid grid, int historyWindows, Consumer<GraphId> onNews) {
        this.source = source;
        this.grid = grid;
        this.historyWindows = historyWindows;
        this.onNews = onNews;
    }

    /**
     * What has been read for a graph.
     *
     * @param history windows before the newest one, oldest first; empty until they could be read
     * @param newest windows read since, oldest first, the last one being the newest
     */
    public record Traffic(Optional<List<TrafficWindow>> history, List<TrafficWindow> newest) {
        public Traffic {
            newest = List.copyOf(newest);
        }
    }

    private static final class Entry {
        private TrafficScope scope;
        private Optional<List<TrafficWindow>> history = Optional.empty();
        private Instant historyDue;
        private long read;
        private Instant readDue;
        private int attempts;
        private int historyAttempts;
        private final List<TrafficWindow> newest = new ArrayList<>();

        Entry(TrafficScope scope, long read, Instant now) {
            this.scope = scope;
            this.read = read;
            this.historyDue = now;
            this.readDue = now;
        }
    }

    /** Wants the traffic of a graph from now on. What identifies it may change. */
    public synchronized void watch(TrafficScope scope, Instant now) {
        Entry entry = entries.get(scope.graph());
        if (entry == null) {
            // the newest complete window is read with the first poll
            entries.put(scope.graph(), new Entry(scope, grid.completeBy(now) - 3, now));
        } else if (!entry.scope.equals(scope)) {
            entry.scope = scope;
            if (entry.history.isEmpty()) {
                entry.historyDue = now;
            }
        }
    }

    /** What stands in the way of reading, if it has stood there for long. */
    public synchronized List<Finding> trouble(GraphId graph) {
        Entry entry = entries.get(graph);
        if (entry == null || entry.historyAttempts < MANY_ATTEMPTS) {
            return List.of();
        }
        return List.of(Finding.warning(
                "history-unreadable",
                "recorded traffic",
                "could not be read " + entry.historyAttempts + " times; nothing shrinks until it is",
                "shorten forecast_history_seconds if the server limits ranges, or set it to 0"));
    }

    /** Has the history of a graph read once more; until then it has none. */
    public synchronized void readHistoryAgain(GraphId graph, Instant now) {
        Entry entry = entries.get(graph);
        if (entry != null) {
            entry.history = Optional.empty();
            entry.historyDue = now;
        }
    }

    /** What identifies the traffic of a graph, if it is watched. */
    public synchronized Optional<TrafficScope> scope(GraphId graph) {
        return Optional.ofNullable(entries.get(graph)).map(entry -> entry.scope);
    }

    public synchronized void forget(GraphId graph) {
        entries.remove(graph);
    }

    /** What has been read; empty until the newest window was read, or could not be read, for the first time. */
    public synchronized Optional<Traffic> of(GraphId graph) {
        Entry entry = entries.get(graph);
        return entry == null || entry.newest.isEmpty()
                ? Optional.empty()
                : Optional.of(new Traffic(entry.history, entry.newest));
    }

    /** Whether a window of the graph has completed and is still being asked for. */
    public synchronized boolean isReading(GraphId graph, Instant now) {
        Entry entry = entries.get(graph);
        return entry != null && entry.read < grid.completeBy(now) - 1;
    }

    /** When {@link #poll} has something to do next. */
    public synchronized Instant due(Instant now) {
        long readable = readableBy(now);
        Instant due = readable(readable + 1);
        for (Entry entry : entries.values()) {
            Instant wants = entry.read < readable ? entry.readDue : readable(Math.max(entry.read, readable) + 1);
            due = wants.isBefore(due) ? wants : due;
            if (entry.history.isEmpty() && entry.historyDue.isBefore(due)) {
                due = entry.historyDue;
            }
        }
        return due;
    }

    /** Reads what is due. Takes as long as the source does; one call at a time. */
    public void poll(Instant now) {
        try {
            readHistories(now);
        } finally {
            readNewest(now);
        }
    }

    private void readNewest(Instant now) {
        long newest = readableBy(now);
        List<TrafficScope> scopes = new ArrayList<>();
        synchronized (this) {
            entries.values().stream()
                    .filter(e -> e.read < newest && !e.readDue.isAfter(now))
                    .forEach(e -> scopes.add(e.scope));
        }
        if (scopes.isEmpty()) {
            return;
        }
        Map<GraphId, List<TrafficWindow>> read =
                source.read(scopes, new WindowSpan(grid.startOf(newest), grid.length(), 1));
        List<GraphId> news = new ArrayList<>();
        synchronized (this) {
            for (TrafficScope scope : scopes) {
                Entry entry = entries.get(scope.graph());
                if (entry != null) {
                    entry.readDue = now.plus(RETRY_PAUSE); // unless it is taken below
                }
            }
            read.forEach((graph, windows) -> {
                Entry entry = entries.get(graph);
                if (entry != null && !windows.isEmpty() && take(entry, windows.get(0), newest, now)) {
                    news.add(graph);
                }
            });
        }
        news.forEach(onNews);
    }

    /** Whether the window stands as it was read; otherwise it is asked for again soon. */
    private boolean take(Entry entry, TrafficWindow window, long index, Instant now) {
        boolean failed = window.get(Signal.REQUESTS) instanceof Reading.Unknown u && u.why() == Reading.Cause.FAILED;
        if (failed && entry.attempts < RETRIES) {
            entry.attempts++;
            entry.readDue = now.plus(RETRY_PAUSE);
            return false;
        }
        entry.attempts = 0;
        entry.readDue = now;
        entry.read = index;
        entry.newest.add(window);
        while (entry.newest.size() > 3) {
            entry.newest.remove(0);
        }
        return true;
    }

    private void readHistories(Instant now) {
        Map<GraphId, TrafficScope> wanted = new HashMap<>();
        synchronized (this) {
            entries.forEach((graph, entry) -> {
                if (entry.history.isEmpty() && !entry.historyDue.isAfter(now)) {
                    wanted.put(graph, entry.scope);
                }
            });
        }
        if (wanted.isEmpty()) {
            return;
        }
        if (historyWindows == 0) {
            wanted.keySet().forEach(graph -> learned(graph, List.of()));
            return;
        }
        Instant end = grid.startOf(grid.completeBy(now) - 1);
        Instant start = end.minus(grid.length().multipliedBy(historyWindows));
        Map<GraphId, List<TrafficWindow>> read =
                source.read(List.copyOf(wanted.values()), new WindowSpan(start, grid.length(), historyWindows));
        for (GraphId graph : wanted.keySet()) {
            List<TrafficWindow> windows = read.getOrDefault(graph, List.of());
            boolean failed = windows.isEmpty()
                    || windows.stream()
                            .anyMatch(w -> w.get(Signal.REQUESTS) instanceof Reading.Unknown u
                                    && u.why() == Reading.Cause.FAILED);
            if (failed) {
                postpone(graph, now.plus(HISTORY_PAUSE));
            } else {
                learned(graph, windows);
            }
        }
    }

    private void learned(GraphId graph, List<TrafficWindow> windows) {
        synchronized (this) {
            Entry entry = entries.get(graph);
            if (entry == null) {
                return;
            }
            entry.history = Optional.of(List.copyOf(windows));
            entry.historyAttempts = 0;
        }
        onNews.accept(graph);
    }

    private synchronized void postpone(GraphId graph, Instant due) {
        Entry entry = entries.get(graph);
        if (entry != null) {
            entry.historyDue = due;
            entry.historyAttempts++;
        }
    }

    /** The newest window whose samples can be queried. */
    private long readableBy(Instant now) {
        return grid.completeBy(now.minus(SETTLE)) - 1;
    }

    private Instant readable(long window) {
        return grid.startOf(window + 1).plus(SETTLE);
    }
}
