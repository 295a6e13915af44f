package io.dynamoplanner.power.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Energy that the processors of the node have drawn, where the kernel shows it (RAPL). Only read. */
public final class CpuEnergy {
    private static final Path POWERCAP = Path.of("/sys/class/powercap");
    private static final double MICRO = 1e6;

    private CpuEnergy() {}

    /** Shows it as a metric if it can be read here. The counter of the kernel starts again at its end, as counters may. */
    public static void show(AgentMetrics metrics) {
        List<Path> packages = packages(POWERCAP);
        if (!packages.isEmpty()) {
            metrics.count(
                    "node_cpu_energy_joules_total",
                    "Energy that the processors have drawn, by the kernel's counters.",
                    packages,
                    CpuEnergy::joules);
        }
    }

    /** The counters of whole packages, {@code intel-rapl:0} and so on; parts of them would count twice. */
    static List<Path> packages(Path powercap) {
        try (Stream<Path> zones = Files.list(powercap)) {
            return zones.filter(zone -> String.valueOf(zone.getFileName()).matches("[a-z-]*rapl:\\d+"))
                    .map(zone -> zone.resolve("energy_uj"))
                    .filter(Files::isReadable)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static double joules(List<Path> counters) {
        double joules = 0;
        for (Path counter : counters) {
            try {
                joules += Long.parseLong(Files.readString(counter).strip()) / MICRO;
            } catch (IOException | NumberFormatException e) {
                return Double.NaN;
            }
        }
        return joules;
    }
}
