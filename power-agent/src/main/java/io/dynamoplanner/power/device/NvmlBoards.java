package io.dynamoplanner.power.device;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.dynamoplanner.power.cap.PowerRange;
import io.dynamoplanner.power.device.BoardReading.Throttle;
import io.dynamoplanner.power.device.DeviceError.Kind;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Boards through the driver's own library, NVML. */
public final class NvmlBoards implements Boards, Actuator<PowerLimit> {
    private static final int NAME_LENGTH = 96;
    /** The library counts in 32 bits without a sign. */
    private static final long LIMIT_AT_MOST = 0xFFFFFFFFL;

    private static final long POWER_CAP = 0x4;
    private static final long HARDWARE_SLOWDOWN = 0x8;
    private static final long SOFTWARE_THERMAL = 0x20;
    private static final long HARDWARE_THERMAL = 0x40;
    private static final long POWER_BRAKE = 0x80;

    private final NvmlSession session;
    private final NvmlProcesses processes;

    private NvmlBoards(NvmlSession session) {
        this.session = session;
        this.processes = new NvmlProcesses(session);
    }

    /**
     * Boards of this machine. Nothing is loaded yet: without a driver every answer says so, and the driver may come later.
     *
     * @param library a path, or a name that the loader finds
     */
    public static NvmlBoards of(String library) {
        return new NvmlBoards(NvmlSession.of(library.isEmpty() ? NvmlSession.LIBRARY : library));
    }

    @Override
    public Outcome<Inventory> inventory() {
        var count = new IntByReference();
        return session.begin("nvmlDeviceGetCount_v2", nvml -> nvml.nvmlDeviceGetCount_v2(count))
                .then(done -> identified(count.getValue()));
    }

    private Outcome<Inventory> identified(int count) {
        var boards = new ArrayList<Board>();
        boolean complete = true;
        for (int i = 0; i < count; i++) {
            int index = i;
            var handle = new PointerByReference();
            Outcome<String> uuid = session.begin(
                            "nvmlDeviceGetHandleByIndex_v2", nvml -> nvml.nvmlDeviceGetHandleByIndex_v2(index, handle))
                    .then(done -> session.uuid(handle.getValue()));
            Optional<DeviceError> error = uuid.error();
            if (error.filter(e -> e.kind() == Kind.DRIVER_REPLACED || e.kind() == Kind.NO_DRIVER)
                    .isPresent()) {
                return Outcome.failed(error.get());
            }
            complete &= error.isEmpty();
            uuid.value().ifPresent(id -> boards.add(new Board(index, id)));
        }
        return Outcome.ok(new Inventory(boards, complete));
    }

    @Override
    public Outcome<BoardReading> read(Board board) {
        return session.handle(board.uuid()).then(device -> limit(device).map(limit -> reading(board, device, limit)));
    }

    private BoardReading reading(Board board, Pointer device, long limit) {
        byte[] name = new byte[NAME_LENGTH];
        boolean named = session.call("nvmlDeviceGetName", nvml -> nvml.nvmlDeviceGetName(device, name, name.length))
                .error()
                .isEmpty();
        return new BoardReading(
                board,
                named ? NvmlSession.text(name) : "",
                limit,
                number(
                        "nvmlDeviceGetPowerManagementDefaultLimit",
                        (nvml, value) -> nvml.nvmlDeviceGetPowerManagementDefaultLimit(device, value)),
                range(device),
                number(
                        "nvmlDeviceGetEnforcedPowerLimit",
                        (nvml, value) -> nvml.nvmlDeviceGetEnforcedPowerLimit(device, value)),
                number("nvmlDeviceGetPowerUsage", (nvml, value) -> nvml.nvmlDeviceGetPowerUsage(device, value)),
                energy(device),
                throttle(device),
                isMig(device),
                persistence(device));
    }

    /** A function that fills in one number. */
    private interface Getter {
        int call(Nvml nvml, IntByReference value);
    }

    /** What the board does not tell is empty; the limit itself, without which nothing can be decided, is asked elsewhere. */
    private OptionalLong number(String function, Getter getter) {
        var value = new IntByReference();
        return session.call(function, nvml -> getter.call(nvml, value)).error().isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(Integer.toUnsignedLong(value.getValue()));
    }

    private Outcome<Long> limit(Pointer device) {
        var limit = new IntByReference();
        return session.call(
                        "nvmlDeviceGetPowerManagementLimit",
                        nvml -> nvml.nvmlDeviceGetPowerManagementLimit(device, limit))
                .map(done -> Integer.toUnsignedLong(limit.getValue()));
    }

    private Optional<PowerRange> range(Pointer device) {
        var min = new IntByReference();
        var max = new IntByReference();
        return session.call(
                        "nvmlDeviceGetPowerManagementLimitConstraints",
                        nvml -> nvml.nvmlDeviceGetPowerManagementLimitConstraints(device, min, max))
                .value()
                .filter(done -> min.getValue() >= 0 && max.getValue() >= min.getValue())
                .map(done -> new PowerRange(min.getValue(), max.getValue()));
    }

    private OptionalLong energy(Pointer device) {
        var energy = new LongByReference();
        return session.call(
                                "nvmlDeviceGetTotalEnergyConsumption",
                                nvml -> nvml.nvmlDeviceGetTotalEnergyConsumption(device, energy))
                        .error()
                        .isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(energy.getValue());
    }

    private Optional<Throttle> throttle(Pointer device) {
        var reasons = new LongByReference();
        return session.call(
                        "nvmlDeviceGetCurrentClocksThrottleReasons",
                        nvml -> nvml.nvmlDeviceGetCurrentClocksThrottleReasons(device, reasons))
                .value()
                .map(done -> throttle(reasons.getValue()));
    }

    private static Throttle throttle(long reasons) {
        if ((reasons & POWER_BRAKE) != 0) {
            return Throttle.POWER_BRAKE;
        }
        if ((reasons & POWER_CAP) != 0) {
            return Throttle.POWER_CAP;
        }
        boolean thermal = (reasons & (SOFTWARE_THERMAL | HARDWARE_THERMAL | HARDWARE_SLOWDOWN)) != 0;
        return thermal ? Throttle.THERMAL : Throttle.NOTHING;
    }

    private boolean isMig(Pointer device) {
        var pending = new IntByReference();
        OptionalLong current =
                number("nvmlDeviceGetMigMode", (nvml, value) -> nvml.nvmlDeviceGetMigMode(device, value, pending));
        return current.orElse(0) == 1;
    }

    private Optional<Boolean> persistence(Pointer device) {
        OptionalLong mode = number(
                "nvmlDeviceGetPersistenceMode", (nvml, value) -> nvml.nvmlDeviceGetPersistenceMode(device, value));
        return mode.isPresent() ? Optional.of(mode.getAsLong() == 1) : Optional.empty();
    }

    @Override
    public Outcome<Set<Long>> processes(Board board) {
        return session.handle(board.uuid()).then(device -> processes.of(device, isMig(device)));
    }

    @Override
    public Outcome<PowerLimit> current(String uuid) {
        return session.handle(uuid).then(this::limit).map(PowerLimit::new);
    }

    @Override
    public Outcome<PowerLimit> apply(String uuid, PowerLimit setting) {
        Outcome<PowerLimit> outcome = applyOnce(uuid, setting);
        boolean ended =
                outcome.error().filter(error -> error.kind() == Kind.NO_DRIVER).isPresent();
        // from the start: a handle of the session before may lead to another board
        return ended ? applyOnce(uuid, setting) : outcome;
    }

    private Outcome<PowerLimit> applyOnce(String uuid, PowerLimit setting) {
        return session.handle(uuid)
                .then(device -> {
                    Outcome<Integer> set = set(device, setting.milliwatts());
                    boolean invalid = set.error()
                            .filter(error -> error.kind() == Kind.INVALID)
                            .isPresent();
                    // the range may have changed since it was read, with a new limit of the chassis for instance
                    return invalid
                            ? range(device)
                                    .map(range -> Math.max(
                                            range.minMilliwatts(),
                                            Math.min(range.maxMilliwatts(), setting.milliwatts())))
                                    .map(inside -> set(device, inside))
                                    .orElse(set)
                            : set;
                })
                .then(done -> current(uuid).mapError(DeviceError::afterWrite));
    }

    private Outcome<Integer> set(Pointer device, long milliwatts) {
        if (milliwatts > LIMIT_AT_MOST) {
            return Outcome.failed(NvmlCode.error("nvmlDeviceSetPowerManagementLimit", NvmlCode.INVALID_ARGUMENT));
        }
        return session.call(
                "nvmlDeviceSetPowerManagementLimit",
                nvml -> nvml.nvmlDeviceSetPowerManagementLimit(device, (int) milliwatts));
    }

    @Override
    public void close() {
        session.close();
    }
}
