package io.dynamoplanner.power.attribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** The processes of the host as {@code /proc} shows them. */
public final class ProcFolder {
    /** The unit of start times; fixed for programs, whatever the kernel counts in. */
    private static final double TICKS_PER_SECOND = 100;
    /** Start time among the fields behind the name of the program, which may hold blanks and brackets itself. */
    private static final int START_AFTER_NAME = 19;

    private final Path root;

    /** @param root {@code /proc}, or where that of the host is mounted */
    public ProcFolder(Path root) {
        this.root = root;
    }

    /** Where a process belongs. */
    sealed interface Home {
        /** To a pod. */
        record Pod(String uid) implements Home {}

        /** To none. */
        record Host() implements Home {}

        /** It has ended, or its number belongs to another process by now. */
        record Gone() implements Home {}

        /** That it cannot be told is no reason to think that it belongs to nobody. */
        record Hidden(String why) implements Home {}
    }

    /** Seconds since the machine was started; empty if that cannot be read. To be asked before processes are listed. */
    public OptionalDouble uptime() {
        try {
            String text = Files.readString(root.resolve("uptime"));
            return OptionalDouble.of(Double.parseDouble(text.substring(0, text.indexOf(' '))));
        } catch (IOException | RuntimeException e) {
            return OptionalDouble.empty();
        }
    }

    /** @param listed uptime at which the process was known to run; one that began later has only got its number */
    Home home(long pid, OptionalDouble listed) {
        Path process = root.resolve(Long.toString(pid));
        try {
            if (listed.isPresent() && startedAfter(process, listed.getAsDouble())) {
                return new Home.Gone();
            }
            String text = new String(Files.readAllBytes(process.resolve("cgroup")), StandardCharsets.UTF_8);
            Optional<String> uid = CgroupText.podUid(text);
            return uid.isPresent() ? new Home.Pod(uid.get()) : new Home.Host();
        } catch (NoSuchFileException e) {
            return new Home.Gone();
        } catch (IOException e) {
            boolean gone =
                    !Files.exists(process) || String.valueOf(e.getMessage()).contains("No such process");
            return gone ? new Home.Gone() : new Home.Hidden(process + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean startedAfter(Path process, double listed) throws IOException {
        String stat = new String(Files.readAllBytes(process.resolve("stat")), StandardCharsets.UTF_8);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length <= START_AFTER_NAME) {
            return false;
        }
        try {
            return Long.parseLong(fields[START_AFTER_NAME]) / TICKS_PER_SECOND > listed;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
