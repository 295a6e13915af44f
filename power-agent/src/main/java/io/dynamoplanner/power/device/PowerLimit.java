package io.dynamoplanner.power.device;

/** The power limit of a board as the driver counts it. */
public record PowerLimit(long milliwatts) {
    public PowerLimit {
        if (milliwatts < 1) {
            throw new IllegalArgumentException(milliwatts + " mW is no power limit");
        }
    }
}
