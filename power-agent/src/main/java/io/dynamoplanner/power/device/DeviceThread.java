package io.dynamoplanner.power.device;

import io.dynamoplanner.power.device.DeviceError.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Boards and their actuator behind one thread and a time limit. A call into a driver that resets a board may block for
 * seconds; whoever asks meanwhile is told so instead of waiting, and nothing is called twice at a time.
 */
public final class DeviceThread implements Boards, Actuator<PowerLimit> {
    private final Boards boards;
    private final Actuator<PowerLimit> actuator;
    private final Duration limit;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var daemon = new Thread(task, "devices");
        daemon.setDaemon(true);
        return daemon;
    });
    private @Nullable Future<?> stuck;

    /**
     * @param actuator often the same object as the boards
     * @param limit how long a call may take
     */
    public DeviceThread(Boards boards, Actuator<PowerLimit> actuator, Duration limit) {
        this.boards = boards;
        this.actuator = actuator;
        this.limit = limit;
    }

    /** Begins the session with the driver, beside something else. What comes of it is told by the first call. */
    public void prepare() {
        var unused = thread.submit(boards::inventory);
    }

    @Override
    public Outcome<Inventory> inventory() {
        return call("inventory", boards::inventory);
    }

    @Override
    public Outcome<BoardReading> read(Board board) {
        return call("read", () -> boards.read(board));
    }

    @Override
    public Outcome<Set<Long>> processes(Board board) {
        return call("processes", () -> boards.processes(board));
    }

    @Override
    public Outcome<PowerLimit> current(String uuid) {
        return call("current", () -> actuator.current(uuid));
    }

    @Override
    public Outcome<PowerLimit> apply(String uuid, PowerLimit setting) {
        return call("apply", () -> actuator.apply(uuid, setting));
    }

    /** Ends what was begun with the actuator and the driver, unless a call is still stuck in them. */
    @Override
    public void close() {
        call("close", () -> {
            actuator.end();
            boards.close();
            return Outcome.ok(true);
        });
        thread.shutdownNow();
    }

    private synchronized <T> Outcome<T> call(String function, Supplier<Outcome<T>> body) {
        if (stuck != null && !stuck.isDone()) {
            return Outcome.failed(
                    new DeviceError(Kind.TIMED_OUT, function, 0, "the driver has not come back from an earlier call"));
        }
        Future<Outcome<T>> answer = thread.submit(body::get);
        stuck = answer;
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Outcome.failed(new DeviceError(
                    Kind.TIMED_OUT, function, 0, "no answer from the driver within " + limit.toMillis() + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(new DeviceError(Kind.TIMED_OUT, function, 0, "interrupted"));
        } catch (ExecutionException e) {
            throw new IllegalStateException(function + " failed", e.getCause());
        }
    }
}
