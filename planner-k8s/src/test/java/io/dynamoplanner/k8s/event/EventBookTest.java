package io.dynamoplanner.k8s.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.call.Call;
import io.dynamoplanner.k8s.event.Series.Kind;
import io.dynamoplanner.k8s.event.Series.Occurrence;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.testing.FakeTime;
import io.dynamoplanner.k8s.testing.Graphs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventBookTest {
    private static final Subject CHAT = Subject.of(Graphs.graph(GraphApi.V1BETA1, "1"));
    private static final Subject OTHER = new Subject("nvidia.com/v1beta1", "DynamoGraphDeployment", "a", "b", "c");
    private static final EventLimits LIMITS =
            new EventLimits(Duration.ofMinutes(10), Duration.ofSeconds(15), 3, Duration.ofSeconds(60), 10);

    private final EventBook book = new EventBook(LIMITS);
    private Instant now = FakeTime.START;

    private void happens(EventReason reason, String part, String message) {
        book.note(new Occurrence(new Kind(CHAT, reason, part), message, now));
    }

    /** Sends what is due, successfully. */
    private List<Call> sent() {
        return book.due(now, false).stream()
                .map(series -> {
                    Call call = series.call("pod-1");
                    series.sent();
                    return call;
                })
                .toList();
    }

    private static JsonNode body(Call call) {
        return call.body().orElseThrow();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void anEventNamesItsGraphAndItsReason() {
        happens(EventReason.SCALED_UP, "decode", "decode from 2 to 4 replicas");

        assertThat(sent()).singleElement().satisfies(call -> {
            assertThat(call).hasToString("create events serving");
            JsonNode event = body(call);
            assertThat(event.path("involvedObject").path("uid").asText()).isEqualTo(Graphs.UID);
            assertThat(event.path("involvedObject").path("kind").asText()).isEqualTo("DynamoGraphDeployment");
            assertThat(event.path("reason").asText()).isEqualTo("ScaledUp");
            assertThat(event.path("type").asText()).isEqualTo("Normal");
            assertThat(event.path("count").asInt()).isEqualTo(1);
        });
    }

    @Test
    void theSameReasonForTheSamePartIsCountedOnOneEventWithTheNewestMessage() {
        happens(EventReason.SCALE_FAILED, "decode", "first");
        sent();
        pass(Duration.ofSeconds(20));
        happens(EventReason.SCALE_FAILED, "decode", "second");
        happens(EventReason.SCALE_FAILED, "decode", "third");

        assertThat(sent()).singleElement().satisfies(call -> {
            assertThat(call.verb()).isEqualTo(Call.Verb.PATCH);
            assertThat(body(call).path("count").asInt()).isEqualTo(3);
            assertThat(body(call).path("message").asText()).isEqualTo("third");
        });
    }

    @Test
    void anotherPartOrReasonIsAnotherEvent() {
        happens(EventReason.SCALED_UP, "decode", "a");
        happens(EventReason.SCALED_UP, "prefill", "b");
        happens(EventReason.SCALED_DOWN, "decode", "c");

        assertThat(sent()).extracting(Call::verb).containsOnly(Call.Verb.CREATE).hasSize(3);
    }

    @Test
    void updatesComeNoFasterThanTheirGapAndAreNotForgotten() {
        happens(EventReason.SCALED_UP, "decode", "first");
        sent();
        happens(EventReason.SCALED_UP, "decode", "second");

        assertThat(sent()).isEmpty();
        pass(Duration.ofSeconds(15));
        assertThat(sent()).hasSize(1);
        pass(Duration.ofSeconds(15));
        assertThat(sent()).isEmpty();
    }

    @Test
    void afterTheWindowAnEventOfItsOwnBegins() {
        happens(EventReason.SCALED_UP, "decode", "first");
        String first = body(sent().get(0)).path("metadata").path("name").asText();
        pass(Duration.ofMinutes(10));
        happens(EventReason.SCALED_UP, "decode", "second");

        assertThat(sent()).singleElement().satisfies(call -> {
            assertThat(body(call).path("count").asInt()).isEqualTo(1);
            assertThat(body(call).path("metadata").path("name").asText()).isNotEqualTo(first);
        });
    }

    @Test
    void oneGraphGetsABurstAndThenARateAndOthersAreNotHeldUp() {
        for (EventReason reason : EventReason.values()) {
            happens(reason, "", "x");
        }
        book.note(new Occurrence(new Kind(OTHER, EventReason.SCALED_UP, ""), "x", now));

        assertThat(sent()).hasSize(3 + 1);
        pass(Duration.ofSeconds(60));
        assertThat(sent()).hasSize(1);
        pass(Duration.ofSeconds(30));
        assertThat(sent()).isEmpty();
    }

    @Test
    void whatCouldNotBeSentIsTriedAgainAfterTheGapAndGivenUpAfterTheWindow() {
        happens(EventReason.SCALED_UP, "decode", "first");
        assertThat(book.due(now, false)).hasSize(1);

        assertThat(book.due(now, false)).isEmpty();
        pass(Duration.ofSeconds(15));
        assertThat(book.due(now, false)).hasSize(1);
        pass(Duration.ofMinutes(10));
        assertThat(book.due(now, true)).isEmpty();
    }

    @Test
    void anEventThatTheServerHasForgottenIsCreatedAnew() {
        happens(EventReason.SCALED_UP, "decode", "first");
        Series series = book.due(now, false).get(0);
        series.sent();
        series.lost();
        pass(Duration.ofSeconds(15));
        happens(EventReason.SCALED_UP, "decode", "second");

        assertThat(sent()).singleElement().satisfies(call -> {
            assertThat(call.verb()).isEqualTo(Call.Verb.CREATE);
            assertThat(body(call).path("count").asInt()).isEqualTo(2);
        });
    }

    @Test
    void namesAndMessagesKeepTheLimitsOfTheServer() {
        var longName = Graphs.graph(
                new GraphId("serving", "g".repeat(253)), "u", GraphApi.V1BETA1, "1", Map.of(), false, List.of());
        book.note(new Occurrence(new Kind(Subject.of(longName), EventReason.SCALED_UP, ""), "m".repeat(5000), now));

        JsonNode event = body(sent().get(0));
        assertThat(event.path("metadata").path("name").asText()).hasSize(253).matches("[a-z0-9.]+");
        assertThat(event.path("message").asText()).hasSize(1024);
    }
}
