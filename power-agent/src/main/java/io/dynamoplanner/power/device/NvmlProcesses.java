package io.dynamoplanner.power.device;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.dynamoplanner.power.device.DeviceError.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Processes on a board: compute, graphics and MPS clients, and those of its instances in MIG mode, each once.
 *
 * <p>A list is asked for twice: without room for its length, then with some more room than that. It may grow in between.
 */
final class NvmlProcesses {
    /** {@code nvmlProcessInfo_t} since version 2: pid, memory, two instance ids. */
    private static final int INFO_BYTES = 24;
    /** Before: pid and memory. */
    private static final int OLD_INFO_BYTES = 16;

    private static final int SLACK = 8;
    private static final int ATTEMPTS = 4;
    private static final int INSTANCES_AT_MOST = 64;

    private static final List<Listing> COMPUTE = List.of(
            new Listing(
                    "nvmlDeviceGetComputeRunningProcesses_v3",
                    Nvml::nvmlDeviceGetComputeRunningProcesses_v3,
                    INFO_BYTES),
            new Listing(
                    "nvmlDeviceGetComputeRunningProcesses_v2",
                    Nvml::nvmlDeviceGetComputeRunningProcesses_v2,
                    INFO_BYTES),
            new Listing(
                    "nvmlDeviceGetComputeRunningProcesses",
                    Nvml::nvmlDeviceGetComputeRunningProcesses,
                    OLD_INFO_BYTES));
    private static final List<Listing> MPS = List.of(new Listing(
            "nvmlDeviceGetMPSComputeRunningProcesses_v3",
            Nvml::nvmlDeviceGetMPSComputeRunningProcesses_v3,
            INFO_BYTES));
    private static final List<Listing> GRAPHICS = List.of(new Listing(
            "nvmlDeviceGetGraphicsRunningProcesses_v3", Nvml::nvmlDeviceGetGraphicsRunningProcesses_v3, INFO_BYTES));

    private final NvmlSession session;

    NvmlProcesses(NvmlSession session) {
        this.session = session;
    }

    /** One way to ask for a list. */
    private record Listing(String name, Function function, int infoBytes) {}

    /** A function of the library that fills a list. */
    private interface Function {
        int call(Nvml nvml, Pointer device, IntByReference count, Pointer infos);
    }

    Outcome<Set<Long>> of(Pointer device, boolean mig) {
        Outcome<Set<Long>> whole = ofOne(device);
        if (!mig || whole.error().isPresent()) {
            return whole;
        }
        var all = new HashSet<>(whole.value().orElse(Set.of()));
        var count = new IntByReference();
        if (session.call("nvmlDeviceGetMaxMigDeviceCount", nvml -> nvml.nvmlDeviceGetMaxMigDeviceCount(device, count))
                .error()
                .isPresent()) {
            return whole;
        }
        for (int i = 0; i < Math.min(count.getValue(), INSTANCES_AT_MOST); i++) {
            int index = i;
            var instance = new PointerByReference();
            Outcome<Set<Long>> part = session.call(
                            "nvmlDeviceGetMigDeviceHandleByIndex",
                            nvml -> nvml.nvmlDeviceGetMigDeviceHandleByIndex(device, index, instance))
                    .then(done -> ofOne(instance.getValue()));
            // most places for an instance are empty
            if (part.error()
                    .filter(error -> error.kind() != Kind.ABSENT && error.kind() != Kind.INVALID)
                    .isPresent()) {
                return part;
            }
            all.addAll(part.value().orElse(Set.of()));
        }
        return Outcome.ok(Set.copyOf(all));
    }

    private Outcome<Set<Long>> ofOne(Pointer device) {
        var all = new HashSet<Long>();
        for (List<Listing> kind : List.of(COMPUTE, MPS, GRAPHICS)) {
            Outcome<Set<Long>> some = firstServed(device, kind);
            boolean optional = kind != COMPUTE
                    && some.error()
                            .filter(error -> error.kind() == Kind.NOT_SUPPORTED)
                            .isPresent();
            if (some.error().isPresent() && !optional) {
                return some;
            }
            all.addAll(some.value().orElse(Set.of()));
        }
        return Outcome.ok(Set.copyOf(all));
    }

    private Outcome<Set<Long>> firstServed(Pointer device, List<Listing> listings) {
        Outcome<Set<Long>> answer = Outcome.ok(Set.of());
        for (Listing listing : listings) {
            answer = list(device, listing);
            if (answer.error()
                    .filter(error -> error.code() == NvmlCode.FUNCTION_NOT_FOUND)
                    .isEmpty()) {
                return answer;
            }
        }
        return answer;
    }

    private Outcome<Set<Long>> list(Pointer device, Listing listing) {
        var count = new IntByReference(0);
        Outcome<Integer> first = session.callAnyOf(
                listing.name,
                nvml -> listing.function.call(nvml, device, count, Pointer.NULL),
                NvmlCode.INSUFFICIENT_SIZE);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (first.error().isPresent() || count.getValue() == 0) {
                return first.map(done -> Set.of());
            }
            int room = count.getValue() + SLACK;
            count.setValue(room);
            try (var infos = new Memory((long) room * listing.infoBytes)) {
                Outcome<Integer> answer = session.callAnyOf(
                        listing.name,
                        nvml -> listing.function.call(nvml, device, count, infos),
                        NvmlCode.INSUFFICIENT_SIZE);
                boolean grew = answer.value()
                        .filter(code -> code == NvmlCode.INSUFFICIENT_SIZE)
                        .isPresent();
                if (!grew) {
                    return answer.map(done -> pids(infos, Math.min(room, count.getValue()), listing.infoBytes));
                }
            }
        }
        return Outcome.failed(NvmlCode.error(listing.name, NvmlCode.INSUFFICIENT_SIZE));
    }

    private static Set<Long> pids(Memory infos, int count, int infoBytes) {
        var pids = new HashSet<Long>();
        for (int i = 0; i < count; i++) {
            pids.add(Integer.toUnsignedLong(infos.getInt((long) i * infoBytes)));
        }
        return Set.copyOf(pids);
    }
}
