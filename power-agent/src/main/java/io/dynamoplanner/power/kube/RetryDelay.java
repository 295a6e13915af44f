package io.dynamoplanner.power.kube;

import io.dynamoplanner.power.api.ApiFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after a failure: longer each time, and never the same on two nodes. */
final class RetryDelay {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** A server that asks for hours is not obeyed: limits would not follow for as long. */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

    private static final int MOST_DOUBLINGS = 10;

    private final RandomGenerator random;
    private int failures;

    RetryDelay(RandomGenerator random) {
        this.random = random;
    }

    /** Between half and all of a time that doubles up to half a minute; not less than the server asked for, up to a minute. */
    Duration next(IOException failure) {
        long most = Math.min(FIRST.toMillis() << Math.min(failures, MOST_DOUBLINGS), LONGEST.toMillis());
        failures++;
        Duration delay = Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
        Duration asked =
                failure instanceof ApiFailure answer ? answer.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        asked = asked.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : asked;
        return delay.compareTo(asked) < 0 ? asked.plus(delay) : delay;
    }

    /** How many failures there were since the last success. */
    int failures() {
        return failures;
    }

    void succeeded() {
        failures = 0;
    }
}
