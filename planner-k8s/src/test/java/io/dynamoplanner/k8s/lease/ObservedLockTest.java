package io.dynamoplanner.k8s.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.k8s.testing.FakeTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ObservedLockTest {
    /** Never asked: the lock below answers in its place. */
    private static final KubernetesClient UNUSED = new KubernetesClientBuilder().build();

    private static final Duration USABLE = Duration.ofSeconds(13);

    private final FakeTime time = new FakeTime();
    private final ScriptedLock lease = new ScriptedLock();
    /** What somebody has added to the clock. */
    private Duration set = Duration.ZERO;

    private final Instant origin = time.instant();
    private final ObservedLock lock = new ObservedLock(
            lease,
            USABLE,
            () -> time.instant().plus(set),
            () -> Duration.between(origin, time.instant()).toNanos());

    @AfterAll
    static void closeClient() {
        UNUSED.close();
    }

    /** A lock of {@code me} whose lease says what a test wants. */
    private final class ScriptedLock implements Lock {
        @Nullable
        LeaderElectionRecord record;

        @Nullable
        RuntimeException trouble;

        private void act() {
            time.advance(Duration.ofSeconds(1));
            if (trouble != null) {
                throw trouble;
            }
        }

        @Override
        @SuppressWarnings("NullAway") // no lease is null in this interface
        public LeaderElectionRecord get(KubernetesClient client) {
            act();
            return record;
        }

        @Override
        public void create(KubernetesClient client, LeaderElectionRecord next) {
            act();
        }

        @Override
        public void update(KubernetesClient client, LeaderElectionRecord next) {
            act();
        }

        @Override
        public String identity() {
            return "me";
        }

        @Override
        public String describe() {
            return "Lease x";
        }
    }

    private static LeaderElectionRecord heldBy(@Nullable String holder, ZonedDateTime renewed) {
        return new LeaderElectionRecord(holder, Duration.ofSeconds(15), renewed, renewed, 0);
    }

    private static LeaderElectionRecord heldBy(@Nullable String holder) {
        return heldBy(holder, ZonedDateTime.now(ZoneOffset.UTC));
    }

    @Test
    void aRenewalHoldsFromItsStart() {
        Instant start = time.instant();

        lock.update(UNUSED, heldBy("me"));

        assertThat(lock.heldUntil()).isEqualTo(start.plus(USABLE));
    }

    @Test
    void whoeverSetsTheClockNeitherProlongsNorEndsIt() {
        lock.update(UNUSED, heldBy("me"));
        time.advance(Duration.ofSeconds(2));

        for (int hours : new int[] {-1, 1}) {
            set = Duration.ofHours(hours);
            Instant now = time.instant().plus(set);
            assertThat(lock.heldUntil()).isEqualTo(now.plus(USABLE).minusSeconds(3));
        }

        set = Duration.ofHours(-1);
        time.advance(USABLE);
        assertThat(lock.heldUntil()).isEqualTo(Instant.MIN);
    }

    @Test
    void aRenewalWithoutAnAnswerDoesNotProlong() {
        lock.create(UNUSED, heldBy("me"));
        Instant until = lock.heldUntil();
        lease.trouble = new KubernetesClientException("timeout");

        assertThatThrownBy(() -> lock.update(UNUSED, heldBy("me"))).hasMessage("timeout");
        assertThat(lock.heldUntil()).isEqualTo(until);
    }

    @Test
    void anotherHolderEndsItAtOnce() {
        lock.update(UNUSED, heldBy("me"));
        lease.record = heldBy("other");

        lock.get(UNUSED);

        assertThat(lock.heldUntil()).isEqualTo(Instant.MIN);
    }

    @Test
    void aLeaseThatWasDeletedEndsItAtOnce() {
        lock.update(UNUSED, heldBy("me"));

        lock.get(UNUSED);

        assertThat(lock.heldUntil()).isEqualTo(Instant.MIN);
    }

    @Test
    void aReleaseEndsItEvenIfItFails() {
        lock.update(UNUSED, heldBy("me"));
        lease.trouble = new KubernetesClientException("timeout");

        assertThatThrownBy(() -> lock.update(UNUSED, heldBy(null))).hasMessage("timeout");

        assertThat(lock.heldUntil()).isEqualTo(Instant.MIN);
    }

    @Test
    void theClockOfTheHolderDoesNotMatter() {
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        for (ZonedDateTime renewed : new ZonedDateTime[] {now.minusHours(1), now.plusHours(1)}) {
            lease.record = heldBy("other", renewed);

            ZonedDateTime seen = lock.get(UNUSED).getRenewTime();

            assertThat(seen).isBetween(now, now.plusMinutes(5));
        }
    }

    @Test
    void aLeaseThatIsNotRenewedGrowsOld() {
        lease.record = heldBy("other");
        ZonedDateTime first = lock.get(UNUSED).getRenewTime();

        ZonedDateTime second = lock.get(UNUSED).getRenewTime();

        assertThat(Duration.between(first, second).abs()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whatIsNoLeaseIsToldInTheExceptionThatElectorsExpect() {
        lease.trouble = new NullPointerException("renewTime is required");

        assertThatThrownBy(() -> lock.get(UNUSED))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessage("Lease x is not a lease as electors write it; delete it: renewTime is required");
    }
}
