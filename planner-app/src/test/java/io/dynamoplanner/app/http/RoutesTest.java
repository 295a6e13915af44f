package io.dynamoplanner.app.http;

import static io.dynamoplanner.app.http.FakeOperations.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.http.OperationsServer.Part;
import io.dynamoplanner.core.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final Set<Part> ALL = Set.of(Part.METRICS, Part.SYSTEM);

    private final FakeOperations planner = new FakeOperations();

    private Answer get(String path, Instant now) {
        return new Routes(ALL, planner, () -> now, Duration.ofSeconds(30)).answer(path, "", "");
    }

    private Answer get(String path, String query) {
        return new Routes(ALL, planner, () -> START, Duration.ZERO).answer(path, query, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live", "/livez"})
    void livenessIsProgress(String path) {
        assertThat(get(path, START.plusSeconds(90)).status()).isEqualTo(200);

        Answer stuck = get(path, START.plusSeconds(91));
        assertThat(stuck.status()).isEqualTo(503);
        assertThat(stuck.body())
                .isEqualTo("no progress since 2026-01-05T00:00:00Z: the next sign of life was due by"
                        + " 2026-01-05T00:01:00Z\n");

        planner.progress(Progress.beat(START.plusSeconds(91), Duration.ofSeconds(59)));
        assertThat(get(path, START.plusSeconds(91)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/readyz"})
    void readinessComesWithTheFirstDecisionAndTellsWhatStandsOut(String path) {
        planner.readiness(Readiness.Phase.STARTING);
        assertThat(get(path, START).status()).isEqualTo(503);

        planner.readiness(
                Readiness.Phase.OBSERVING,
                Finding.blocking("adapter-missing", "decode", "has no \"adapter\"", "create one"));
        Answer observing = get(path, START);
        assertThat(observing.status()).isEqualTo(200);
        assertThat(observing.contentType()).isEqualTo("application/json");
        assertThat(observing.body())
                .isEqualTo("{\"ready\":true,\"phase\":\"observing\",\"findings\":[{\"code\":\"adapter-missing\","
                        + "\"severity\":\"blocking\",\"subject\":\"decode\",\"what\":\"has no \\\"adapter\\\"\","
                        + "\"remedy\":\"create one\"}]}\n");
    }

    @Test
    void theNewestDecisionsAreLinesOfTheLedger() {
        assertThat(get("/decisions", "last=2").body()).isEqualTo("{\"n\":2}\n{\"n\":3}\n");
        assertThat(get("/decisions", "x=1&last=1").body()).isEqualTo("{\"n\":3}\n");
        assertThat(get("/decisions", "").body()).hasLineCount(3);
        assertThat(get("/decisions", "").contentType()).isEqualTo("application/x-ndjson");
    }

    @ParameterizedTest
    @ValueSource(strings = {"last=0", "last=-1", "last=1001", "last=all", "last=99999999999"})
    void aBadNumberOfDecisionsNamesFieldAndRemedy(String query) {
        Answer answer = get("/decisions", query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("last must be a number from 1 to 1000, for example ?last=20\n");
    }

    @Test
    void metricsComeInTheFormatThatIsAcceptedBest() {
        Routes routes = new Routes(ALL, planner, () -> START, Duration.ZERO);

        assertThat(routes.answer("/metrics", "", "").contentType()).startsWith("text/plain");
        assertThat(routes.answer("/metrics", "", "application/openmetrics-text;version=1.0.0")
                        .contentType())
                .startsWith("application/openmetrics-text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live/", "/livezz", "/metrics/x", "//live"})
    void otherPathsAreNotFoundAndSayWhatThereIs(String path) {
        Answer answer = get(path, "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("/metrics", "/readyz");
    }

    /** The port that Prometheus may reach tells nothing but metrics. */
    @Test
    void aPortShowsItsPartAndNothingElse() {
        Routes metrics = new Routes(Set.of(Part.METRICS), planner, () -> START, Duration.ZERO);
        Routes system = new Routes(Set.of(Part.SYSTEM), planner, () -> START, Duration.ZERO);

        assertThat(metrics.answer("/metrics", "", "").status()).isEqualTo(200);
        assertThat(metrics.answer("/decisions", "", "").status()).isEqualTo(404);
        assertThat(metrics.answer("/live", "", "").body()).isEqualTo("there are /metrics\n");
        assertThat(system.answer("/decisions", "", "").status()).isEqualTo(200);
        assertThat(system.answer("/metrics", "", "").status()).isEqualTo(404);
    }
}
