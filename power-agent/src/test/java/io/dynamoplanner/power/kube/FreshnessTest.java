package io.dynamoplanner.power.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Freshness freshness = new Freshness(nanos::get);

    private void later(int millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void nothingIsKnownBeforeTheFirstWatch() {
        assertThat(freshness.isFresh()).isFalse();
        freshness.begun(true);
        assertThat(freshness.isFresh()).isTrue();
    }

    @Test
    void aWatchThatEndsAsUsualMayTakeASecondToBeginAgain() {
        freshness.begun(true);
        freshness.ended();
        later(900);
        assertThat(freshness.isFresh()).isTrue();
        freshness.begun(false);
        assertThat(freshness.isFresh()).isTrue();

        freshness.ended();
        later(1000);
        assertThat(freshness.isFresh()).isFalse();
    }

    @Test
    void afterALossWhatWasMissedIsHeardFirst() {
        freshness.begun(true);
        freshness.lost();
        freshness.begun(false);
        assertThat(freshness.isFresh()).isFalse();
        later(200);
        freshness.told();
        later(200);
        assertThat(freshness.isFresh()).as("the last event was a moment ago").isFalse();
        later(50);
        assertThat(freshness.isFresh()).isTrue();
        freshness.told();
        assertThat(freshness.isFresh()).as("an event of today").isTrue();
    }

    @Test
    void afterALossABookmarkOrAListIsEnough() {
        freshness.lost();
        freshness.begun(false);
        freshness.bookmarked();
        assertThat(freshness.isFresh()).isTrue();

        freshness.lost();
        freshness.begun(true);
        assertThat(freshness.isFresh()).isTrue();
    }

    @Test
    void aWatchThatIsLostWhileItCatchesUpDoesNotCount() {
        freshness.begun(false);
        freshness.ended();
        later(300);
        assertThat(freshness.isFresh()).isFalse();
    }

    /** Pods of a busy node change all the time; limits must follow all the same. */
    @Test
    void aServerThatNeverFallsSilentIsCaughtUpWithAfterFiveSeconds() {
        freshness.begun(false);
        for (int i = 0; i < 49; i++) {
            later(100);
            freshness.told();
            assertThat(freshness.isFresh()).isFalse();
        }
        later(100);
        assertThat(freshness.isFresh()).isTrue();
        freshness.told();
        assertThat(freshness.isFresh()).isTrue();
    }
}
