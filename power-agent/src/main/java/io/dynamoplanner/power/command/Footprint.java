package io.dynamoplanner.power.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What this process takes of the machine. */
final class Footprint {
    private static final double KIBI = 1024;

    private Footprint() {}

    /** Resident memory now and at its most, for people. */
    static String memory() {
        return String.format(
                Locale.ROOT, "resident memory: %.0f MiB, at most %.0f MiB", mebibytes("VmRSS:"), mebibytes("VmHWM:"));
    }

    private static double mebibytes(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / KIBI)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Processor time used so far. */
    static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
