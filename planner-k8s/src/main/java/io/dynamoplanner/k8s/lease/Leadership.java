package io.dynamoplanner.k8s.lease;

import java.time.Instant;

/** Whether this process is the one that writes. */
@FunctionalInterface
public interface Leadership {
    /** Until when this process is certainly the only leader; {@link Instant#MIN} if it is not. */
    Instant leaseUntil();

    /**
     * How often this process has ceased to lead or to contend. If it differs from what it was, another process may have led
     * meanwhile, even if nobody saw this one without the lease.
     */
    default long losses() {
        return 0;
    }

    /** Where there is only one process. */
    static Leadership alone() {
        return () -> Instant.MAX;
    }
}
