package io.dynamoplanner.power.kube;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** When the wish of a pod was last heard of, until it has been fulfilled. */
public final class ChangeTimes {
    private final Map<String, Long> nanos = new ConcurrentHashMap<>();

    /** A wish has been heard of just now. */
    void heard(String uid) {
        nanos.put(uid, System.nanoTime());
    }

    /** Forgets a wish. @return how long ago it was heard of, in nanoseconds; empty if it was fulfilled before */
    public OptionalLong take(String uid) {
        Long heard = nanos.remove(uid);
        return heard == null ? OptionalLong.empty() : OptionalLong.of(System.nanoTime() - heard);
    }
}
