package io.dynamoplanner.k8s.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.k8s.testing.Cable;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealKube
class LeaseLeadershipTest {
    private static final InstantSource CLOCK = InstantSource.system();
    /** Short enough for a test to wait for a lease to run out. */
    private static final LeaseTimes SHORT = new LeaseTimes(
            Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofMillis(500));
    /** So long that nobody takes over within a test, unless the lease is released. */
    private static final LeaseTimes LONG = new LeaseTimes(
            Duration.ofMinutes(10), Duration.ofMinutes(9), Duration.ofMillis(200), Duration.ofMillis(500));

    private final KubeServer kube;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private String namespace = "";

    LeaseLeadershipTest(KubeServer kube) {
        this.kube = kube;
    }

    @BeforeEach
    void ownNamespace() {
        namespace = kube.newNamespace("lease");
    }

    private LeaseLeadership contender(KubernetesClient client, String pod, LeaseTimes times) {
        return LeaseLeadership.start(
                client,
                namespace,
                "dynamo-planner",
                LeaseLeadership.identity(pod, "uid"),
                times,
                () -> calls.add(pod + " elected"),
                () -> calls.add(pod + " lost"),
                CLOCK);
    }

    private static boolean leads(Leadership leadership) {
        return CLOCK.instant().isBefore(leadership.leaseUntil());
    }

    private Lease lease() {
        return kube.admin()
                .leases()
                .inNamespace(namespace)
                .withName("dynamo-planner")
                .get();
    }

    @Test
    void oneOfTwoLeadsAndARenewalProlongs() {
        try (LeaseLeadership first = contender(kube.admin(), "a", SHORT)) {
            Await.until("leader", () -> leads(first));
            try (LeaseLeadership second = contender(kube.admin(), "b", SHORT)) {
                Instant before = first.leaseUntil();
                Await.until("renewal", () -> first.leaseUntil().isAfter(before));

                assertThat(second.leaseUntil()).isEqualTo(Instant.MIN);
                assertThat(calls).containsExactly("a elected");
                assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("a_uid");
                assertThat(first.leaseUntil()).isBefore(CLOCK.instant().plus(SHORT.duration()));
            }
        }
    }

    @Test
    void aLeaderThatIsCutOffStopsBeforeTheNextOneStarts() {
        try (Cable cable = new Cable(kube.admin());
                KubernetesClient client = cable.client();
                LeaseLeadership first = contender(client, "a", SHORT)) {
            Await.until("leader", () -> leads(first));
            try (LeaseLeadership second = contender(kube.admin(), "b", SHORT)) {
                cable.cut();
                var lastSeen = new CopyOnWriteArrayList<>(List.of(first.leaseUntil()));
                Await.until("second leader", () -> {
                    // Both at once never.
                    Instant until = first.leaseUntil();
                    if (!until.equals(Instant.MIN)) {
                        lastSeen.add(until);
                    }
                    return leads(second);
                });

                Instant secondStarted =
                        second.leaseUntil().minus(SHORT.duration()).plus(SHORT.margin());
                assertThat(lastSeen).allMatch(until -> until.isBefore(secondStarted));
                assertThat(leads(first)).isFalse();
                Await.until("callbacks", () -> calls.containsAll(List.of("a lost", "b elected")));
                cable.mend();
            }
            Await.until("re-election after the other has gone", () -> leads(first));
            assertThat(calls).endsWith("a elected");
        }
    }

    @Test
    void aLeaseIsReleasedAtTheEndSoThatNobodyWaitsForItToRunOut() {
        LeaseLeadership first = contender(kube.admin(), "a", LONG);
        Await.until("leader", () -> leads(first));
        try (LeaseLeadership second = contender(kube.admin(), "b", LONG)) {
            first.close();

            assertThat(first.leaseUntil()).isEqualTo(Instant.MIN);
            Await.until("second leader", () -> leads(second));
            Await.until("callbacks", () -> calls.size() == 3);
            assertThat(calls).contains("a lost");
        }
    }

    @Test
    void aContenderThatEndsLeavesTheLeaseToItsHolder() {
        try (LeaseLeadership first = contender(kube.admin(), "a", SHORT)) {
            Await.until("leader", () -> leads(first));
            LeaseLeadership second = contender(kube.admin(), "b", SHORT);
            second.close();

            assertThat(leads(first)).isTrue();
            assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("a_uid");
        }
    }

    @Test
    void aLeaseThatIsDeletedIsTakenAgain() {
        try (LeaseLeadership only = contender(kube.admin(), "a", SHORT)) {
            Await.until("leader", () -> leads(only));
            kube.admin().resource(lease()).delete();

            Await.until("new lease", () -> leads(only) && lease() != null);
        }
    }

    @Test
    void aCallbackThatFailsDoesNotEndLeadership() {
        try (LeaseLeadership only = LeaseLeadership.start(
                kube.admin(),
                namespace,
                "dynamo-planner",
                "a",
                SHORT,
                () -> {
                    calls.add("called");
                    throw new IllegalStateException("on purpose");
                },
                () -> {},
                CLOCK)) {
            Await.until("callback", () -> calls.contains("called"));
            Instant until = only.leaseUntil();

            Await.until("renewal", () -> only.leaseUntil().isAfter(until));
        }
    }
}
