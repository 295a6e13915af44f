package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.device.DeviceError;
import io.dynamoplanner.power.device.DeviceError.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When a board that refused a write is tried again: after 1 s, then 2, 4, up to a minute; and after a minute from the start
 * where rights are missing or the board cannot be limited at all.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Map<String, Pause> pauses = new HashMap<>();

    /** How long a board is left alone. */
    private record Pause(Instant until, Duration length, DeviceError error) {}

    /** What the board answered last, while it is left alone; empty when it may be tried. */
    Optional<DeviceError> pending(String uuid, Instant now) {
        Pause pause = pauses.get(uuid);
        return pause != null && now.isBefore(pause.until) ? Optional.of(pause.error) : Optional.empty();
    }

    void failed(String uuid, DeviceError error, Instant now) {
        Pause before = pauses.get(uuid);
        Duration length = before == null ? FIRST : before.length.multipliedBy(2);
        boolean pointless = error.kind() == Kind.NO_PERMISSION || error.kind() == Kind.NOT_SUPPORTED;
        if (pointless || length.compareTo(LONGEST) > 0) {
            length = LONGEST;
        }
        pauses.put(uuid, new Pause(now.plus(length), length, error));
    }

    void succeeded(String uuid) {
        pauses.remove(uuid);
    }
}
