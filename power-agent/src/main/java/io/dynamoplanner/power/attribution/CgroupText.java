package io.dynamoplanner.power.attribution;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the pod in the text of {@code /proc/PID/cgroup}. Each line ends with a path, of which one element names the pod:
 *
 * <pre>
 *   systemd    kubepods-burstable-podcafe0001_dead_0002_beef_000000000003.slice
 *   cgroupfs   podcafe0001-dead-0002-beef-000000000003
 * </pre>
 *
 * What is around it differs by cgroup version, runtime and quality of service, and a private cgroup namespace cuts it off,
 * so only the element itself is looked at. Of pods inside pods the innermost is meant. The pod of a static manifest has a
 * hash of 32 digits in place of the UID.
 */
final class CgroupText {
    private static final Pattern SYSTEMD = Pattern.compile(
            "(?:[^/]*-)?kubepods(?:-burstable|-besteffort)?-pod"
                    + "([0-9a-f]{8}_[0-9a-f]{4}_[0-9a-f]{4}_[0-9a-f]{4}_[0-9a-f]{12}|[0-9a-f]{32})\\.slice",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CGROUPFS = Pattern.compile(
            "pod([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})", Pattern.CASE_INSENSITIVE);

    private CgroupText() {}

    /** The UID of the pod, or the hash of its manifest; empty for a process of no pod. */
    static Optional<String> podUid(String text) {
        return text.lines().map(CgroupText::podOfLine).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> podOfLine(String line) {
        String[] elements = line.split("/", -1);
        for (int i = elements.length - 1; i >= 0; i--) {
            Matcher systemd = SYSTEMD.matcher(elements[i]);
            if (systemd.matches()) {
                return Optional.of(systemd.group(1).replace('_', '-').toLowerCase(Locale.ROOT));
            }
            Matcher cgroupfs = CGROUPFS.matcher(elements[i]);
            if (cgroupfs.matches()) {
                return Optional.of(cgroupfs.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }
}
