package io.dynamoplanner.k8s.write;

import java.time.Duration;

/** Waits between two attempts; tests only count. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;

    static Sleeper real() {
        return duration -> Thread.sleep(duration.toMillis());
    }
}
