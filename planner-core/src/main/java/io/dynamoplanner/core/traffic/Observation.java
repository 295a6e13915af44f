package io.dynamoplanner.core.traffic;

import io.dynamoplanner.core.fleet.Fleet;
import java.util.List;
import java.util.Objects;

/**
 * What one tick sees: the traffic windows that completed since the last tick (oldest first; possibly none, possibly
 * repeated, the grid tells them apart), and the fleet.
 */
public record Observation(List<TrafficWindow> windows, Fleet fleet) {
    public Observation {
        windows = List.copyOf(windows);
        Objects.requireNonNull(fleet, "fleet");
    }
}
