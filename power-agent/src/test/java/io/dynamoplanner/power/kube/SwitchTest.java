package io.dynamoplanner.power.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the switches when their objects are made anew, or their watches are lost. */
class SwitchTest {
    private final ScriptedApi api;
    private final ApiTally tally = new ApiTally();
    private final AtomicLong later = new AtomicLong();
    private final AtomicInteger changes = new AtomicInteger();
    private KubeCluster cluster;

    SwitchTest() throws IOException {
        api = new ScriptedApi();
    }

    @BeforeEach
    void watch() {
        api.holds("nodes", node("old", "300"));
        api.holds("configmaps", map("old", "200"));
        cluster = KubeCluster.watch(
                new ApiClient(api.server(), tally),
                new KubeCluster.Scope("n", "", "ns/control", true),
                400,
                changes::incrementAndGet,
                () -> System.nanoTime() + later.get());
        Await.until("watches", () -> api.watches("nodes") == 1 && api.watches("configmaps") == 1);
        Await.until("view", () -> cluster.view().stale().isEmpty());
    }

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    private static String node(String uid, String emergency) {
        return "{\"metadata\":{\"name\":\"n\",\"uid\":\"" + uid + "\",\"resourceVersion\":\"1\",\"annotations\":{\""
                + Emergency.ANNOTATION + "\":\"" + emergency + "\"}}}";
    }

    private static String map(String uid, String emergency) {
        return "{\"metadata\":{\"name\":\"control\",\"namespace\":\"ns\",\"uid\":\"" + uid
                + "\",\"resourceVersion\":\"1\"},\"data\":{\"emergency\":\"" + emergency + "\"}}";
    }

    @Test
    void aNodeThatHasRegisteredAnewIsTheOneThatCounts() {
        assertThat(cluster.nodeUid()).isEqualTo("old");
        api.holds("configmaps", map("new", "off"));
        api.holds("nodes", node("new", "off"));

        api.forgets("nodes");
        api.forgets("configmaps");

        Await.until("second watches", () -> api.watches("nodes") == 2 && api.watches("configmaps") == 2);
        assertThat(cluster.nodeUid()).isEqualTo("new");
        assertThat(cluster.view().emergency().on()).isFalse();
        int before = changes.get();
        api.sends("nodes", "{\"type\":\"MODIFIED\",\"object\":" + node("new", "300") + "}");
        Await.until("a change like the one before", () -> changes.get() > before);
    }

    @Test
    void aNodeThatIsGoneLeavesItsSwitchAsItWas() {
        api.holds("nodes", "");

        api.forgets("nodes");

        Await.until("second watch", () -> api.watches("nodes") == 2);
        assertThat(cluster.nodeUid()).isEqualTo("old");
        api.sends("configmaps", "{\"type\":\"MODIFIED\",\"object\":" + map("old", "off") + "}");
        Await.until(
                "the switch of the node",
                () -> cluster.view().emergency().watts().orElse(0) == 300);
    }

    @Test
    void aSwitchThatIsNotWatchedForAMinuteIsToldAndTheAgentGoesOn() {
        api.denies();
        api.sends("nodes", ScriptedApi.TROUBLE);
        Await.until("refusal", () -> tally.counts().getOrDefault(new ApiTally.Call("watch", 403), 0L) > 0);
        assertThat(cluster.lostSwitches()).isZero();

        later.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(cluster.lostSwitches()).isEqualTo(1);
        assertThat(cluster.view().stale()).isEmpty();
        assertThat(cluster.view().emergency().watts()).hasValue(200);
    }

    @Test
    void aWatchThatIsBrokenOffCountsAsAFailureOnce() {
        long before = tally.failedLists();

        api.sends("nodes", ScriptedApi.TROUBLE);

        Await.until("second watch", () -> api.watches("nodes") == 2);
        assertThat(tally.failedLists()).isEqualTo(before + 1);
    }

    @Test
    void aWatchThatHasLastedIsBegunAgainSoonHoweverItEnds() throws IOException {
        try (var other = new ScriptedApi()) {
            var delay = new RetryDelay(new Random(1));
            // each look at this clock is ten seconds after the last
            var clock = new AtomicLong();
            try (var pods = new ListAndWatch(
                    new ApiClient(other.server(), tally),
                    Query.pods("n", ""),
                    (pod, there) -> {},
                    delay,
                    () -> clock.addAndGet(Duration.ofSeconds(10).toNanos()))) {
                pods.start(() -> {});
                for (int i = 1; i <= 4; i++) {
                    int count = i;
                    Await.until("watch " + i, () -> other.watches("pods") == count);
                    other.sends("pods", ScriptedApi.TROUBLE);
                }
                Await.until("last watch", () -> other.watches("pods") == 5);
                assertThat(delay.failures()).isEqualTo(1);
            }
        }
    }
}
