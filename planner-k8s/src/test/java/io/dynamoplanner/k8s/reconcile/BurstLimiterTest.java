package io.dynamoplanner.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BurstLimiterTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final BurstLimiter limiter = new BurstLimiter(Duration.ofMillis(100), Duration.ofSeconds(1), now::get);
    private final BurstLimiter.Pace pace = limiter.initState();

    @Test
    void theFirstLookWaitsForNothing() {
        assertThat(limiter.isLimited(pace)).isEmpty();
    }

    @Test
    void aBurstIsOneLookThatWaitsForTheFirstEventToSettle() {
        assertThat(limiter.isLimited(pace)).isEmpty();
        pass(Duration.ofSeconds(10));

        assertThat(limiter.isLimited(pace)).contains(Duration.ofMillis(100));
        pass(Duration.ofMillis(60));
        assertThat(limiter.isLimited(pace)).contains(Duration.ofMillis(40));
        pass(Duration.ofMillis(40));
        assertThat(limiter.isLimited(pace)).isEmpty();
    }

    @Test
    void twoLooksAreApart() {
        assertThat(limiter.isLimited(pace)).isEmpty();

        assertThat(limiter.isLimited(pace)).contains(Duration.ofSeconds(1));
        pass(Duration.ofMillis(999));
        assertThat(limiter.isLimited(pace)).contains(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(limiter.isLimited(pace)).isEmpty();
        assertThat(limiter.isLimited(pace)).contains(Duration.ofSeconds(1));
    }

    @Test
    void graphsDoNotWaitForEachOther() {
        assertThat(limiter.isLimited(pace)).isEmpty();

        assertThat(limiter.isLimited(limiter.initState())).isEmpty();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
