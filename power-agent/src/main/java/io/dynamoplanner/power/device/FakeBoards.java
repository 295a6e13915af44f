package io.dynamoplanner.power.device;

import io.dynamoplanner.power.cap.PowerRange;
import io.dynamoplanner.power.device.BoardReading.Throttle;
import io.dynamoplanner.power.device.DeviceError.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Boards of memory, for machines without a GPU: demonstrations, measurements and tests. They accept 200 to 700 W, have
 * 700 W by default and draw as much as they may when somebody runs on them. Thread safe.
 */
public final class FakeBoards implements Boards, Actuator<PowerLimit> {
    private static final PowerRange RANGE = new PowerRange(200_000, 700_000);
    private static final long IDLE_MILLIWATTS = 75_000;
    private static final long HUNGER_MILLIWATTS = 640_000;

    private final List<State> states = new ArrayList<>();
    private long writes;
    private long reads;
    private @Nullable DeviceError all;

    /** @param count how many boards, {@code GPU-fake-0} and so on */
    public FakeBoards(int count) {
        for (int i = 0; i < count; i++) {
            states.add(new State(new Board(i, "GPU-fake-" + i)));
        }
    }

    /** One board. */
    private static final class State {
        private final Board board;
        private long limit = RANGE.maxMilliwatts();
        private long outside = Long.MAX_VALUE;
        private Set<Long> pids = Set.of();
        private boolean mig;
        private boolean hidden;
        private @Nullable DeviceError readError;
        private @Nullable DeviceError writeError;

        private State(Board board) {
            this.board = board;
        }
    }

    /** Who runs on a board from now on. */
    public synchronized void run(String uuid, Set<Long> pids) {
        state(uuid).pids = Set.copyOf(pids);
    }

    /** Somebody else sets a limit, as {@code nvidia-smi -pl} does. */
    public synchronized void setByOther(String uuid, long milliwatts) {
        state(uuid).limit = milliwatts;
    }

    /** A management controller allows no more than this from now on. */
    public synchronized void allowOutside(String uuid, long milliwatts) {
        state(uuid).outside = milliwatts;
    }

    /** A board is split into instances from now on. */
    public synchronized void split(String uuid) {
        state(uuid).mig = true;
    }

    /** Reads of a board fail from now on; empty to heal it. */
    public synchronized void failReads(String uuid, Optional<DeviceError> error) {
        state(uuid).readError = error.orElse(null);
    }

    /** Writes to a board fail from now on; empty to heal it. */
    public synchronized void failWrites(String uuid, Optional<DeviceError> error) {
        state(uuid).writeError = error.orElse(null);
    }

    /** Whether writes to a board work and cannot be read back. */
    public synchronized void hideWrites(String uuid, boolean hidden) {
        state(uuid).hidden = hidden;
    }

    /** Everything fails from now on; empty to heal it. */
    public synchronized void failAll(Optional<DeviceError> error) {
        all = error.orElse(null);
    }

    /** The limit that a board has. */
    public synchronized long limit(String uuid) {
        return state(uuid).limit;
    }

    /** How often a limit was written by us. */
    public synchronized long writes() {
        return writes;
    }

    /** How often a board was read. */
    public synchronized long reads() {
        return reads;
    }

    @Override
    public synchronized Outcome<Inventory> inventory() {
        if (all != null) {
            return Outcome.failed(all);
        }
        return Outcome.ok(
                new Inventory(states.stream().map(state -> state.board).toList(), true));
    }

    @Override
    public synchronized Outcome<BoardReading> read(Board board) {
        reads++;
        return found(board.uuid()).then(state -> {
            if (state.readError != null) {
                return Outcome.failed(state.readError);
            }
            long enforced = Math.min(state.limit, state.outside);
            boolean busy = !state.pids.isEmpty();
            long usage = busy ? Math.min(HUNGER_MILLIWATTS, enforced) : IDLE_MILLIWATTS;
            Throttle throttle = busy && enforced < HUNGER_MILLIWATTS ? Throttle.POWER_CAP : Throttle.NOTHING;
            return Outcome.ok(new BoardReading(
                    state.board,
                    "Fake H200",
                    state.limit,
                    OptionalLong.of(RANGE.maxMilliwatts()),
                    Optional.of(RANGE),
                    OptionalLong.of(enforced),
                    OptionalLong.of(usage),
                    OptionalLong.empty(),
                    Optional.of(throttle),
                    state.mig,
                    Optional.of(true)));
        });
    }

    @Override
    public synchronized Outcome<Set<Long>> processes(Board board) {
        return found(board.uuid())
                .then(state -> state.readError == null ? Outcome.ok(state.pids) : Outcome.failed(state.readError));
    }

    @Override
    public synchronized Outcome<PowerLimit> current(String uuid) {
        return found(uuid)
                .then(state -> state.readError == null
                        ? Outcome.ok(new PowerLimit(state.limit))
                        : Outcome.failed(state.readError));
    }

    @Override
    public synchronized Outcome<PowerLimit> apply(String uuid, PowerLimit setting) {
        return found(uuid).then(state -> {
            if (state.writeError != null) {
                return Outcome.failed(state.writeError);
            }
            if (setting.milliwatts() < RANGE.minMilliwatts() || setting.milliwatts() > RANGE.maxMilliwatts()) {
                return Outcome.failed(NvmlCode.error("apply", NvmlCode.INVALID_ARGUMENT));
            }
            writes++;
            state.limit = setting.milliwatts();
            if (state.hidden) {
                return Outcome.failed(
                        NvmlCode.error("current", NvmlCode.GPU_IS_LOST).afterWrite());
            }
            return Outcome.ok(setting);
        });
    }

    private Outcome<State> found(String uuid) {
        if (all != null) {
            return Outcome.failed(all);
        }
        return states.stream()
                .filter(state -> state.board.uuid().equals(uuid))
                .findFirst()
                .map(Outcome::ok)
                .orElseGet(() -> Outcome.failed(new DeviceError(Kind.ABSENT, "handle", 0, "no board " + uuid)));
    }

    private State state(String uuid) {
        return states.stream()
                .filter(state -> state.board.uuid().equals(uuid))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no board " + uuid));
    }
}
