package io.dynamoplanner.core.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What decides whether anything may be written.
 *
 * @param advisory say what would be done, write nothing
 * @param paused why an operator has paused writes; empty if not
 * @param leaseUntil until when this process is the leader; {@link Instant#MAX} where there is only one
 * @param failedPreflight checks that have not passed, one line each with the remedy
 */
public record GatewayConditions(
        boolean advisory, Optional<String> paused, Instant leaseUntil, List<String> failedPreflight) {
    public GatewayConditions {
        Objects.requireNonNull(paused, "paused");
        Objects.requireNonNull(leaseUntil, "leaseUntil");
        failedPreflight = List.copyOf(failedPreflight);
    }

    /** Nothing stands in the way. */
    public static final GatewayConditions OPEN = new GatewayConditions(false, Optional.empty(), Instant.MAX, List.of());
}
