package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.forwardpass.PassTime;
import io.dynamoplanner.core.role.Role;
import java.util.OptionalDouble;

/**
 * A decode engine as the reference's release 1.1 counts it: the largest batch {@code b} with
 * {@code itl = time(b, b·L) ≤ target}, found by bisection, serves {@code b / (O·itl)}.
 *
 * <p>{@code L = I + O/2} is not rounded, and at most {@code max(1, ⌊K/L⌋)} sequences fit. Where one sequence alone misses the
 * target the engine is counted with that one.
 */
public final class LargestBatchCapacity implements EngineCapacity {
    private final PassTime time;
    private final EngineLimits limits;
    private final double itlTargetMs;

    public LargestBatchCapacity(PassTime time, EngineLimits limits, double itlTargetMs) {
        this.time = time;
        this.limits = limits;
        this.itlTargetMs = itlTargetMs;
    }

    @Override
    public Role role() {
        return Role.DECODE;
    }

    @Override
    public Capacity of(Work work, double slowness) {
        if (!work.isSound() || work.osl() <= 0) {
            return new Capacity.None(
                    "no engine is asked for " + work.isl() + " tokens in and " + work.osl() + " tokens out");
        }
        double context = work.isl() + work.osl() / 2;
        int low = 1;
        int high = (int) Math.min(limits.sequences(), Math.max(1, (long) (limits.kvTokens() / context)));
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (slowness * time.ms(0, middle, middle * context) <= itlTargetMs) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        double itlMs = slowness * time.ms(0, low, low * context);
        return new Capacity.Found(OperatingPoint.decode(low, low / (work.osl() * (itlMs / 1000)), itlMs, itlTargetMs));
    }

    @Override
    public OptionalDouble itlMs(Work work, double inFlight) {
        return work.isSound() && inFlight >= 0
                ? OptionalDouble.of(time.ms(0, inFlight, inFlight * (work.isl() + work.osl() / 2)))
                : OptionalDouble.empty();
    }
}
