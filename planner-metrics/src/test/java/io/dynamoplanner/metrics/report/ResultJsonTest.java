package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
    @Test
    void theKeysHaveAFixedOrderAndTheSchemaComesFirst() throws IOException {
        JsonNode root = read(SampleRuns.small());

        assertThat(keys(root))
                .containsExactly(
                        "schema",
                        "schemaVersion",
                        "title",
                        "summary",
                        "facts",
                        "ttftTargetMs",
                        "itlTargetMs",
                        "gpuCeiling",
                        "durationS",
                        "policies");
        assertThat(keys(root.get("policies").get(0)))
                .containsExactly("key", "label", "description", "summary", "timeline", "changes", "notes");
        assertThat(root.get("schema").asText()).isEqualTo("dynamo-planner-result");
        assertThat(root.get("schemaVersion").asInt()).isEqualTo(1);
    }

    @Test
    void theSummaryAndTheChangesAreComplete() throws IOException {
        JsonNode planner = read(SampleRuns.small()).get("policies").get(0);

        assertThat(planner.get("summary").toString())
                .isEqualTo("{\"requests\":12345,\"completed\":12340,\"ttftInside\":0.98,\"itlInside\":0.995,"
                        + "\"bothInside\":0.9751,\"ttftMs\":{\"p50\":101.0,\"p95\":180.0,\"p99\":240.0},"
                        + "\"itlMs\":{\"p50\":8.25,\"p95\":11.5,\"p99\":13.0},\"gpuHours\":3.45,\"peakGpus\":6,"
                        + "\"scaleEvents\":2,\"directionChanges\":1,\"budgetViolations\":0}");
        assertThat(planner.get("changes").get(1).toString())
                .isEqualTo("{\"atS\":45.0,\"role\":\"prefill\",\"from\":2,\"to\":1,\"reason\":\"Load fell; kept for one"
                        + " window.\",\"binding\":\"stabilisation\",\"derivation\":[]}");
    }

    @Test
    void everyNumberReadsBackAsTheSameDouble() throws IOException {
        RunRecord run = SampleRuns.fortyMinutes();
        JsonNode root = read(run);

        for (int i = 0; i < run.policies().size(); i++) {
            PolicyRun policy = run.policies().get(i);
            JsonNode timeline = root.get("policies").get(i).get("timeline");
            for (TimelineColumn column : TimelineColumn.ALL) {
                assertThat(doubles(timeline.get(column.jsonName())))
                        .isEqualTo(column.values().apply(policy.timeline()));
            }
        }
    }

    @Test
    void aMissingNumberAndAMissingCeilingAreNull() throws IOException {
        JsonNode root = read(SampleRuns.empty());

        assertThat(root.get("gpuCeiling").isNull()).isTrue();
        assertThat(root.at("/policies/0/summary/bothInside").isNull()).isTrue();
        assertThat(read(SampleRuns.small())
                        .at("/policies/0/timeline/forecastRps")
                        .toString())
                .isEqualTo("[null,4.0,6.25,2.0]");
    }

    @Test
    void hostileTextReadsBackExactly() throws IOException {
        JsonNode root = read(SampleRuns.hostile());

        assertThat(root.get("title").asText()).isEqualTo(SampleRuns.HOSTILE);
        assertThat(root.at("/policies/0/changes/0/derivation/0").asText()).isEqualTo(SampleRuns.HOSTILE);
    }

    @Test
    void theSameRecordGivesTheSameTextWithLineFeedsOnly() {
        String json = ResultJson.render(SampleRuns.fortyMinutes());

        assertThat(json)
                .isEqualTo(ResultJson.render(SampleRuns.fortyMinutes()))
                .endsWith("}\n")
                .doesNotContain("\r");
    }

    private static JsonNode read(RunRecord run) throws IOException {
        return new ObjectMapper().readTree(ResultJson.render(run));
    }

    private static List<String> keys(JsonNode node) {
        var keys = new ArrayList<String>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<Double> doubles(JsonNode array) {
        var values = new ArrayList<Double>();
        array.forEach(value -> values.add(value.isNull() ? Double.NaN : value.asDouble()));
        return values;
    }
}
