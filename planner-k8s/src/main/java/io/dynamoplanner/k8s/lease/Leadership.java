package io.dynamoplanner.k8s.lease;

import java.time.Instant;

/** Whether this process is the one that writes. */
public interface Leadership {
    /** Until when this process is certainly the only leader; {@link Instant#MIN} if it is not. */
    Instant leaseUntil();

    /** Where there is only one process. */
    static Leadership alone() {
        return () -> Instant.MAX;
    }
}
