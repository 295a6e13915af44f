package io.dynamoplanner.k8s.testing;

import io.dynamoplanner.k8s.write.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves when it is told to, and when somebody sleeps. */
public final class FakeTime implements InstantSource, Sleeper {
    public static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

    private final List<Duration> slept = new ArrayList<>();
    private Instant now = START;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public synchronized void sleep(Duration duration) {
        slept.add(duration);
        advance(duration);
    }

    /** The pauses so far. */
    public synchronized List<Duration> slept() {
        return List.copyOf(slept);
    }
}
