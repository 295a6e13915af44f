package io.dynamoplanner.power.device;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.dynamoplanner.power.device.DeviceError.Kind;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A session with NVML that begins when it is first needed and begins again after the driver was away. Not thread safe: one
 * thread calls it (see {@link DeviceThread}).
 */
final class NvmlSession {
    /** The library as the container runtime mounts it. */
    static final String LIBRARY = "libnvidia-ml.so.1";

    private static final int UUID_LENGTH = 96;

    private final Supplier<Nvml> library;
    private @Nullable Nvml open;

    /** @param library loads the library; may throw {@link UnsatisfiedLinkError} */
    NvmlSession(Supplier<Nvml> library) {
        this.library = library;
    }

    /** A session with the library of this name or path. */
    static NvmlSession of(String library) {
        return new NvmlSession(() -> Native.load(library, Nvml.class));
    }

    /** Calls one function that takes no handle of a board. A session that has ended is begun again, once. */
    Outcome<Integer> begin(String function, ToIntFunction<Nvml> body) {
        boolean wasOpen = open != null;
        Outcome<Integer> answer = nvml().then(nvml -> checked(nvml, function, body, NvmlCode.SUCCESS));
        return wasOpen && open == null ? nvml().then(nvml -> checked(nvml, function, body, NvmlCode.SUCCESS)) : answer;
    }

    /**
     * Calls one function with a handle of this session. Nothing is begun again, because the handle would be one of the
     * session before and might lead to another board; whoever wants another try asks for a handle first.
     */
    Outcome<Integer> call(String function, ToIntFunction<Nvml> body) {
        return callAnyOf(function, body, NvmlCode.SUCCESS);
    }

    /** The same where one more code is an answer. */
    Outcome<Integer> callAnyOf(String function, ToIntFunction<Nvml> body, int alsoGood) {
        Nvml nvml = open;
        return nvml == null
                ? Outcome.failed(NvmlCode.error(function, NvmlCode.UNINITIALIZED))
                : checked(nvml, function, body, alsoGood);
    }

    /** A session that has ended is closed. */
    private Outcome<Integer> checked(Nvml nvml, String function, ToIntFunction<Nvml> body, int alsoGood) {
        Outcome<Integer> answer = once(nvml, function, body, alsoGood);
        if (answer.error().filter(error -> error.kind() == Kind.NO_DRIVER).isPresent()) {
            close();
        }
        return answer;
    }

    /** The handle of a board, which is checked to be that of this board. */
    Outcome<Pointer> handle(String uuid) {
        var handle = new PointerByReference();
        return begin("nvmlDeviceGetHandleByUUID", nvml -> nvml.nvmlDeviceGetHandleByUUID(uuid, handle))
                .then(done -> uuid(handle.getValue()))
                .then(found -> found.equals(uuid)
                        ? Outcome.ok(handle.getValue())
                        : Outcome.failed(new DeviceError(
                                Kind.MOVED, "nvmlDeviceGetUUID", 0, "the handle of " + uuid + " leads to " + found)));
    }

    Outcome<String> uuid(Pointer device) {
        byte[] text = new byte[UUID_LENGTH];
        return call("nvmlDeviceGetUUID", nvml -> nvml.nvmlDeviceGetUUID(device, text, text.length))
                .map(done -> text(text));
    }

    static String text(byte[] terminated) {
        int length = 0;
        while (length < terminated.length && terminated[length] != 0) {
            length++;
        }
        return new String(terminated, 0, length, StandardCharsets.UTF_8);
    }

    void close() {
        Nvml ending = open;
        open = null;
        if (ending != null) {
            int ignored = ending.nvmlShutdown(); // the session is over either way
        }
    }

    private Outcome<Nvml> nvml() {
        if (open != null) {
            return Outcome.ok(open);
        }
        try {
            Nvml loaded = library.get();
            int code = loaded.nvmlInit_v2();
            if (code != NvmlCode.SUCCESS) {
                return Outcome.failed(NvmlCode.error("nvmlInit_v2", code));
            }
            open = loaded;
            return Outcome.ok(loaded);
        } catch (UnsatisfiedLinkError e) {
            return Outcome.failed(NvmlCode.error("nvmlInit_v2", NvmlCode.LIBRARY_NOT_FOUND));
        }
    }

    private static Outcome<Integer> once(Nvml nvml, String function, ToIntFunction<Nvml> body, int alsoGood) {
        int code;
        try {
            code = body.applyAsInt(nvml);
        } catch (UnsatisfiedLinkError e) {
            code = NvmlCode.FUNCTION_NOT_FOUND;
        }
        boolean good = code == NvmlCode.SUCCESS || code == alsoGood || code == NvmlCode.CORRUPTED_INFOROM;
        return good ? Outcome.ok(code) : Outcome.failed(NvmlCode.error(function, code));
    }
}
