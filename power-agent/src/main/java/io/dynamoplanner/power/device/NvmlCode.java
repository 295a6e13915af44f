package io.dynamoplanner.power.device;

import io.dynamoplanner.power.device.DeviceError.Kind;

/** Return codes of NVML and what follows from each. */
final class NvmlCode {
    static final int SUCCESS = 0;
    static final int UNINITIALIZED = 1;
    static final int INVALID_ARGUMENT = 2;
    static final int NOT_SUPPORTED = 3;
    static final int NO_PERMISSION = 4;
    static final int NOT_FOUND = 6;
    static final int INSUFFICIENT_SIZE = 7;
    static final int DRIVER_NOT_LOADED = 9;
    static final int LIBRARY_NOT_FOUND = 12;
    static final int FUNCTION_NOT_FOUND = 13;
    static final int CORRUPTED_INFOROM = 14;
    static final int GPU_IS_LOST = 15;
    static final int RESET_REQUIRED = 16;
    static final int LIB_RM_VERSION_MISMATCH = 18;

    private NvmlCode() {}

    static Kind kind(int code) {
        return switch (code) {
            case INVALID_ARGUMENT -> Kind.INVALID;
            case NOT_SUPPORTED, FUNCTION_NOT_FOUND -> Kind.NOT_SUPPORTED;
            case NO_PERMISSION -> Kind.NO_PERMISSION;
            case NOT_FOUND -> Kind.ABSENT;
            case UNINITIALIZED, DRIVER_NOT_LOADED, LIBRARY_NOT_FOUND -> Kind.NO_DRIVER;
            case GPU_IS_LOST, RESET_REQUIRED -> Kind.LOST;
            case LIB_RM_VERSION_MISMATCH -> Kind.DRIVER_REPLACED;
            default -> Kind.TRANSIENT;
        };
    }

    static String text(int code) {
        return switch (code) {
            case UNINITIALIZED -> "the library is not initialised";
            case INVALID_ARGUMENT -> "invalid argument";
            case NOT_SUPPORTED -> "not supported by this board";
            case NO_PERMISSION -> "no permission; the call needs root and CAP_SYS_ADMIN";
            case NOT_FOUND -> "no such board";
            case INSUFFICIENT_SIZE -> "the list grew while it was read";
            case 8 -> "the external power cables of the board are not attached properly";
            case DRIVER_NOT_LOADED -> "the driver is not loaded";
            case 10 -> "the driver gave up waiting";
            case LIBRARY_NOT_FOUND -> "libnvidia-ml.so.1 cannot be loaded; run the pod with the NVIDIA runtime class";
            case FUNCTION_NOT_FOUND -> "the driver is too old for this call";
            case CORRUPTED_INFOROM -> "the infoROM of the board is corrupted";
            case GPU_IS_LOST -> "the board has fallen off the bus";
            case RESET_REQUIRED -> "the board needs a reset";
            case 17 -> "the operating system refused the call";
            case LIB_RM_VERSION_MISMATCH -> "the driver was replaced while the agent ran";
            case 19 -> "the board is in use";
            case 20 -> "not enough memory";
            case 27 -> "not ready";
            case 29 -> "wrong state for this call";
            default -> "the driver reports an unknown error";
        };
    }

    static DeviceError error(String function, int code) {
        return new DeviceError(kind(code), function, code, text(code));
    }
}
