package io.dynamoplanner.power.command;

import io.dynamoplanner.power.device.Actuator;
import io.dynamoplanner.power.device.DcgmiPowerLimit;
import io.dynamoplanner.power.device.DeviceThread;
import io.dynamoplanner.power.device.NvmlBoards;
import io.dynamoplanner.power.device.PowerLimit;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of commands that look at boards. */
final class DeviceOptions {
    private static final Duration DCGM_PATIENCE = Duration.ofSeconds(5);

    @Option(
            names = "--actuator",
            defaultValue = "nvml",
            paramLabel = "nvml|dcgm",
            description = "Who sets limits: the driver's library, or a stand-alone DCGM host engine by dcgmi."
                    + " Default: ${DEFAULT-VALUE}.")
    private Kind actuator = Kind.NVML;

    @Option(
            names = "--dcgm-host",
            defaultValue = "nvidia-dcgm.gpu-operator.svc.cluster.local",
            paramLabel = "NAME",
            description = "Where the engine of this node listens. Default: ${DEFAULT-VALUE}.")
    private String dcgmHost = "";

    @Option(
            names = "--dcgm-port",
            defaultValue = "5555",
            paramLabel = "PORT",
            description = "Default: ${DEFAULT-VALUE}.")
    private int dcgmPort;

    @Option(
            names = "--nvml-library",
            defaultValue = "libnvidia-ml.so.1",
            paramLabel = "FILE",
            description = "The driver's library. Default: ${DEFAULT-VALUE}, as the loader finds it.")
    private String library = "";

    @Option(
            names = "--device-timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long a call into the driver may take. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    /** Who sets limits. */
    enum Kind {
        NVML,
        DCGM
    }

    /** The boards of this machine; nothing is loaded yet. */
    DeviceThread open() {
        NvmlBoards nvml = NvmlBoards.of(library);
        Actuator<PowerLimit> limits = actuator == Kind.NVML
                ? nvml
                : new DcgmiPowerLimit(List.of("dcgmi"), dcgmHost + ":" + dcgmPort, DCGM_PATIENCE, nvml);
        return new DeviceThread(nvml, limits, Duration.ofSeconds(Math.max(1, timeoutSeconds)));
    }
}
