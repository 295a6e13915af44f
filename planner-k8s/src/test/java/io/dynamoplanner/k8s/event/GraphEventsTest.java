package io.dynamoplanner.k8s.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.testing.Graphs;
import io.dynamoplanner.k8s.testing.ScriptedApi;
import io.dynamoplanner.testing.Await;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class GraphEventsTest {
    private static final Subject CHAT = Subject.of(Graphs.graph(GraphApi.V1BETA1, "1"));
    private static final EventLimits FEW =
            new EventLimits(Duration.ofMinutes(10), Duration.ofMinutes(1), 20, Duration.ofSeconds(1), 3);

    private final ScriptedApi api = new ScriptedApi();

    private GraphEvents start() {
        return GraphEvents.start(api.server(), "pod-1", FEW, InstantSource.system());
    }

    @Test
    void aServerThatDoesNotAnswerHoldsNobodyUpAndDropsAreCounted() {
        api.hang();
        try (api;
                GraphEvents events = start()) {
            events.report(CHAT, EventReason.SCALED_UP, "first", "x");
            Await.until("request", () -> !api.asked().isEmpty());

            for (int i = 0; i < 10; i++) {
                events.report(CHAT, EventReason.SCALED_UP, "part-" + i, "x");
            }

            assertThat(events.counts()).isEqualTo(new GraphEvents.Counts(0, 7, 0));
            api.close();
        }
    }

    @Test
    void aMissingRightBecomesAFinding() {
        api.refuse(403, "events is forbidden: User x cannot create resource events in API group");
        try (api;
                GraphEvents events = start()) {
            events.report(CHAT, EventReason.SCALED_UP, "decode", "x");
            Await.until("failure", () -> events.counts().failed() == 1);

            Await.until("finding", () -> events.finding().isPresent());
            assertThat(events.finding()).hasValueSatisfying(finding -> {
                assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
                assertThat(finding.remedy()).contains("resources: [\"events\"]", "verbs: [\"create\"]");
            });
        }
    }

    @Test
    void whatWaitsIsSentAtTheEnd() {
        api.answer(201, "{}").answer(200, "{}");
        try (api) {
            try (GraphEvents events = start()) {
                events.report(CHAT, EventReason.SCALED_UP, "decode", "first");
                Await.until("Event", () -> events.counts().sent() == 1);
                events.report(CHAT, EventReason.SCALED_UP, "decode", "second");
            }

            assertThat(api.methods()).containsExactly("POST", "PATCH");
        }
    }

    @Test
    void afterTheEndReportsAreDropped() {
        try (api) {
            GraphEvents events = start();
            events.close();
            events.report(CHAT, EventReason.SCALED_UP, "decode", "late");

            assertThat(events.counts().dropped()).isEqualTo(1);
            assertThat(api.asked()).isEmpty();
        }
    }

    @Test
    void anEventThatWasCreatedWithoutAnAnswerIsNotCreatedTwice() {
        api.refuse(409, "already exists");
        try (api;
                GraphEvents events = start()) {
            events.report(CHAT, EventReason.SCALED_UP, "decode", "x");

            Await.until("Event", () -> events.counts().sent() == 1);
        }
    }
}
