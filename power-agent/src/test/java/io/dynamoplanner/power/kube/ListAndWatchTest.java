package io.dynamoplanner.power.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiFailure;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.pretend.PretendApi;
import io.dynamoplanner.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListAndWatchTest {
    private final PretendApi api = new PretendApi();
    private final ApiTally tally = new ApiTally();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ListAndWatch pods = new ListAndWatch(
            new ApiClient(api.server(), tally),
            Query.pods("n", ""),
            (pod, there) -> told.add(pod.name() + (there ? " there" : " gone")));

    @AfterEach
    void close() {
        pods.close();
        api.close();
    }

    private void start() {
        api.pod("a", "uid-a", Optional.of("480"));
        pods.start(() -> {});
        Await.until("watch", () -> pods.stale("pods").isEmpty());
        assertThat(told).containsExactly("a there");
    }

    private List<String> names() {
        return pods.all().stream().map(KubeObject::name).sorted().toList();
    }

    @Test
    void beforeTheFirstListNothingIsKnown() {
        assertThat(pods.stale("the pods")).isEqualTo("the pods have not been listed yet");
        assertThat(pods.unlisted("the switch")).isEqualTo("the switch is not known yet");
    }

    @Test
    void aWatchThatTheServerEndsIsBegunAgainWithoutAList() {
        start();
        // one event, so that the watch has worked
        api.pod("b", "uid-b", Optional.of("300"));
        Await.until("event", () -> told.contains("b there"));

        api.endWatches();

        Await.until("second watch", () -> tally.count("watch") == 2);
        Await.until("no doubt", () -> pods.stale("pods").isEmpty());
        api.pod("c", "uid-c", Optional.of("300"));
        Await.until("event of the second watch", () -> names().equals(List.of("a", "b", "c")));
        assertThat(tally.count("list")).isEqualTo(1);
    }

    @Test
    void aVersionThatIsGoneIsListedOnceMoreAndWhatHasGoneIsTold() {
        start();
        api.pod("b", "uid-b", Optional.of("300"));
        Await.until("event", () -> told.contains("b there"));

        // what changes now is lost to the watch that has ended, and its version is too old for the next
        api.endWatches();
        api.delete("a");
        api.pod("c", "uid-c", Optional.of("300"));

        Await.until("list", () -> names().equals(List.of("b", "c")));
        assertThat(told).contains("a gone", "c there");
        assertThat(tally.count("list")).isBetween(1L, 2L);
    }

    @Test
    void whileTheServerIsAwayWhatWasKnownStaysAndIsNotTrusted() {
        start();

        api.close();

        Await.until("doubt", () -> pods.stale("the pods").startsWith("the pods are not watched at the moment: "));
        assertThat(names()).containsExactly("a");
        assertThat(pods.unlisted("the switch")).isEmpty();
        assertThat(told).containsExactly("a there");
        Await.until("failure", () -> tally.failedLists() > 0);
    }

    @Test
    void delaysGrowToHalfAMinuteAndDifferBetweenNodes() {
        var one = new RetryDelay(new Random(1));
        var other = new RetryDelay(new Random(2));
        IOException lost = ApiFailure.silent("lost");
        assertThat(one.next(lost)).isNotEqualTo(other.next(lost));
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 50; i++) {
            longest = one.next(lost);
        }
        assertThat(longest).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        one.succeeded();
        assertThat(one.next(lost)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aServerThatAsksForPatienceGetsIt() {
        var delay = new RetryDelay(new Random(1));

        assertThat(delay.next(ApiFailure.refused(429, "busy", Optional.of(Duration.ofSeconds(9)))))
                .isGreaterThan(Duration.ofSeconds(9));
    }

    @Test
    void aServerThatAsksForHoursIsAskedAgainAfterAMinuteAndTheUsualDelay() {
        var delay = new RetryDelay(new Random(1));

        assertThat(delay.next(ApiFailure.refused(503, "away", Optional.of(Duration.ofHours(2)))))
                .isLessThan(Duration.ofSeconds(61));
    }
}
