package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.fleet.RoleFleet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The replicas of one role: each serves some windows after it was asked for, and drains for some after it was let go. */
public final class WarmingFleet {
    private final long startWindows;
    private final long drainWindows;
    private final List<Long> readyFrom = new ArrayList<>();
    private final List<Long> goneFrom = new ArrayList<>();

    public WarmingFleet(int replicas, long startWindows, long drainWindows) {
        this.startWindows = startWindows;
        this.drainWindows = drainWindows;
        for (int i = 0; i < replicas; i++) {
            readyFrom.add(Long.MIN_VALUE);
        }
    }

    /** Asks for so many replicas in a window; those that start last are let go first. */
    public void specify(int replicas, long window) {
        while (readyFrom.size() < replicas) {
            readyFrom.add(window + startWindows);
        }
        while (readyFrom.size() > replicas) {
            readyFrom.remove(readyFrom.size() - 1);
            goneFrom.add(window + drainWindows);
        }
    }

    public RoleFleet observe(long window) {
        int ready = (int) readyFrom.stream().filter(from -> from <= window).count();
        int draining = held(window) - readyFrom.size();
        boolean settled = ready == readyFrom.size() && draining == 0;
        return new RoleFleet(
                readyFrom.size(),
                ready,
                readyFrom.size() - ready,
                draining,
                OptionalInt.of(1),
                settled ? RoleFleet.Rollout.SETTLED : RoleFleet.Rollout.SCALING);
    }

    /** Replicas that hold GPUs. */
    public int held(long window) {
        goneFrom.removeIf(from -> from <= window);
        return readyFrom.size() + goneFrom.size();
    }
}
