package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.agent.AgentSettings.Shutdown;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.NodePods;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.cap.Decider;
import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.power.cap.Occupants;
import io.dynamoplanner.power.cap.Owned;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.cap.Wish;
import io.dynamoplanner.power.device.Actuator;
import io.dynamoplanner.power.device.Board;
import io.dynamoplanner.power.device.BoardReading;
import io.dynamoplanner.power.device.Boards;
import io.dynamoplanner.power.device.DeviceError.Kind;
import io.dynamoplanner.power.device.PowerLimit;
import io.dynamoplanner.power.state.Ownership;
import io.dynamoplanner.power.state.OwnershipFile;
import io.dynamoplanner.power.state.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop: a pass when something has changed, when a decision waits for its time, and now and then. What a pass finds goes
 * to the listeners, on the thread of the loop.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    /** While something is expected to change by itself: a pod without a process, a refused write. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration GLANCE = Duration.ofMillis(20);
    /** A pod that asks for a limit and uses no GPU is not looked for longer than this. */
    private static final Duration SEARCH = Duration.ofMinutes(15);

    private final Parts parts;
    private final AgentSettings settings;
    private final InstantSource clock;
    private final List<Listener> listeners;
    private final Ownership ownership;
    private final Reconciler reconciler;
    private final BoardWriter writer;
    private final Wakeup wakeup = new Wakeup();
    private final AtomicLong brokenPasses = new AtomicLong();
    private final Map<String, Instant> searched = new HashMap<>();

    /**
     * What an agent works with.
     *
     * @param stateFolder where the ownership file lies
     * @param steps for tests
     */
    public record Parts(
            Boards boards,
            Actuator<PowerLimit> actuator,
            ProcFolder proc,
            Allocations allocations,
            Cluster cluster,
            Path stateFolder,
            Step.Listener steps) {}

    /** Hears of every pass. Must not take long. */
    public interface Listener {
        void passed(Report report, ClusterView view, Duration took);
    }

    /** How a run ended. */
    public enum End {
        STOPPED,
        /** Only a new process can load the library of the new driver. */
        DRIVER_REPLACED
    }

    public Agent(Parts parts, AgentSettings settings, InstantSource clock, List<Listener> listeners) {
        this.parts = parts;
        this.settings = settings;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.ownership = new Ownership(new OwnershipFile(parts.stateFolder(), parts.steps()));
        this.writer = new BoardWriter(parts.actuator(), ownership, parts.steps());
        this.reconciler = new Reconciler(
                parts.boards(),
                new Sighting(parts.boards(), parts.proc(), parts.allocations()),
                new Decider(settings.policy()),
                ownership,
                writer,
                settings.mode(),
                settings.policy().nodeLimitWatts().isPresent());
    }

    /** Something has changed: a pass is due now. Returns at once; any thread. */
    public void wake() {
        wakeup.wake();
    }

    /** Ends {@link #run} after the pass that is under way. Returns at once; any thread. */
    public void stop() {
        wakeup.stop();
    }

    /** Works until it is stopped, then gives the boards back if it is to. */
    public End run() {
        End end = End.STOPPED;
        try {
            while (end == End.STOPPED && !wakeup.isStopped()) {
                end = once();
            }
        } finally {
            if (end == End.STOPPED && settings.shutdown() == Shutdown.RESTORE && settings.mode() == Mode.ENFORCE) {
                restore();
            }
        }
        return end;
    }

    /** One pass and the pause after it. A mistake of ours in one pass does not end the guard over all boards. */
    private End once() {
        try {
            Report report = pass();
            if (report.device()
                    .filter(error -> error.kind() == Kind.DRIVER_REPLACED)
                    .isPresent()) {
                LOG.error("the driver was replaced while the agent ran; the limits stay, and a new process takes over");
                return End.DRIVER_REPLACED;
            }
            if (report.stale().isEmpty()) {
                wakeup.await(pause(report));
            } else {
                awaitPods();
            }
        } catch (RuntimeException e) {
            brokenPasses.incrementAndGet();
            LOG.error("a pass was broken off; limits stay as they are, and the next one follows", e);
            wakeup.await(SOON);
        }
        return End.STOPPED;
    }

    /** How many passes were broken off by an error of the program. Any thread. */
    public long brokenPasses() {
        return brokenPasses.get();
    }

    /** Waits until the pods are known, a second at most; asks the cache for that, not the boards. */
    private void awaitPods() {
        long end = System.nanoTime() + SOON.toNanos();
        while (!wakeup.isStopped()
                && System.nanoTime() < end
                && !parts.cluster().view().stale().isEmpty()) {
            wakeup.await(GLANCE);
        }
    }

    /** One pass, for a single look and for tests. Not beside {@link #run}. */
    public Report pass() {
        return pass(parts.cluster().view());
    }

    private Report pass(ClusterView view) {
        long began = System.nanoTime();
        Report report = reconciler.pass(view, clock.instant());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        listeners.forEach(listener -> listener.passed(report, view, took));
        search(view, report);
        return report;
    }

    /** Remembers since when pods have been without a board. */
    private void search(ClusterView view, Report report) {
        Set<String> found = new HashSet<>();
        for (BoardReport board : report.boards()) {
            board.decision().wish().map(Wish::pods).orElse(List.of()).forEach(pod -> found.add(pod.uid()));
            if (board.occupants() instanceof Occupants.Somebody somebody) {
                somebody.pods().forEach(pod -> found.add(pod.uid()));
            }
        }
        Set<String> present = new HashSet<>();
        for (PodCap pod : view.pods().all()) {
            present.add(pod.uid());
            if (!found.contains(pod.uid())) {
                searched.putIfAbsent(pod.uid(), report.at());
            }
        }
        searched.keySet().retainAll(present);
        searched.keySet().removeAll(found);
    }

    private Duration pause(Report report) {
        Instant now = clock.instant();
        boolean soon = report.boards().stream()
                        .map(board -> board.action().kind())
                        .anyMatch(kind -> kind == Action.Kind.FAILED
                                || kind == Action.Kind.BACKING_OFF
                                || kind == Action.Kind.HELD_BACK
                                || kind == Action.Kind.NOT_RECORDED)
                || searched.values().stream().anyMatch(since -> now.isBefore(since.plus(SEARCH)));
        Duration pause = soon && SOON.compareTo(settings.interval()) < 0 ? SOON : settings.interval();
        for (BoardReport board : report.boards()) {
            if (board.decision() instanceof Decision.Wait wait) {
                Duration until = Duration.between(now, wait.until());
                if (until.compareTo(pause) < 0) {
                    pause = until.isNegative() ? Duration.ZERO : until;
                }
            }
        }
        return pause;
    }

    /** Puts back what was before, for as long as there is time; what is left stays in the file for the next start. */
    private void restore() {
        Instant end = clock.instant().plus(settings.shutdownBudget());
        for (Board board :
                parts.boards().inventory().value().map(found -> found.boards()).orElse(List.of())) {
            Owned owned = ownership.of(board.uuid()).orElse(null);
            if (owned != null && clock.instant().isBefore(end)) {
                restore(board, owned);
            }
        }
        if (clock.instant().isBefore(end)) {
            secondTry();
        }
        ownership.flush();
        if (!ownership.all().isEmpty()) {
            LOG.warn(
                    "{} boards stay limited; the next start finds them in the state file",
                    ownership.all().size());
        }
    }

    private void restore(Board board, Owned owned) {
        try {
            OptionalLong standard = parts.boards()
                    .read(board)
                    .value()
                    .map(BoardReading::defaultMilliwatts)
                    .orElse(OptionalLong.empty());
            BoardWriter.Result result = writer.release(board.uuid(), owned, standard);
            if (result.action().kind() == Action.Kind.RELEASED) {
                LOG.info("board {} has its prior limit again", board.uuid());
            } else {
                LOG.warn(
                        "board {} keeps its limit: {}",
                        board.uuid(),
                        result.action().detail());
            }
        } catch (RuntimeException e) {
            LOG.error("board {} keeps its limit", board.uuid(), e);
        }
    }

    /** For what failed; and the listeners hear how it ended. */
    private void secondTry() {
        try {
            pass(new ClusterView("", NodePods.of(List.of()), Emergency.off(), true));
        } catch (RuntimeException e) {
            LOG.error("the last pass was broken off", e);
        }
    }
}
