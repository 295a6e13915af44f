package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.run.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultCsvTest {
    @Test
    void theSummaryHasALinePerPolicy() {
        assertThat(ResultCsv.summary(SampleRuns.small()))
                .isEqualTo("policy,label,requests,completed,ttft_inside_share,itl_inside_share,both_inside_share,"
                        + "ttft_p50_ms,ttft_p95_ms,ttft_p99_ms,itl_p50_ms,itl_p95_ms,itl_p99_ms,"
                        + "gpu_hours,peak_gpus,scale_events,direction_changes,budget_violations\r\n"
                        + "\"planner\",\"Planner\",12345,12340,0.98,0.995,0.9751,101.0,180.0,240.0,8.25,11.5,13.0,"
                        + "3.45,6,2,1,0\r\n"
                        + "\"static-peak\",\"Static peak\",12345,12345,0.9996,0.991,0.9904,80.0,120.0,130.0,8.25,12.0,"
                        + "14.0,5.0,8,0,0,0\r\n");
    }

    @Test
    void theTimelineHasALinePerRowAndAnEmptyFieldWhereThereIsNoValue() {
        assertThat(ResultCsv.timeline(SampleRuns.small().policies().get(0)).lines())
                .containsExactly(
                        "from_s,offered_rps,forecast_rps,isl_tokens,osl_tokens,ttft_p50_ms,ttft_p95_ms,itl_p50_ms,"
                                + "itl_p95_ms,inside_both_share,gpus,gpu_hours,\"prefill_wanted\",\"prefill_ready\","
                                + "\"prefill_starting\",\"prefill_draining\",\"decode_wanted\",\"decode_ready\","
                                + "\"decode_starting\",\"decode_draining\"",
                        "0.0,2.0,,3000.0,150.0,90.0,150.0,8.0,11.0,1.0,2.0,0.01,1,1,0,0,1,1,0,0",
                        "15.0,4.5,4.0,3100.0,160.0,100.0,170.0,8.5,11.5,0.99,4.0,0.025,1,1,0,0,2,1,1,0",
                        "30.0,6.0,6.25,2900.0,140.0,110.0,210.0,9.0,12.0,0.95,6.0,0.05,2,1,1,0,2,2,0,0",
                        "45.0,1.0,2.0,,,,,,,,4.0,0.0666666666666667,1,1,0,1,2,2,0,0");
    }

    @Test
    void aDerivationIsOneFieldWithALineFeedBetweenItsLines() {
        List<List<String>> changes = parse(ResultCsv.changes(SampleRuns.small()));

        assertThat(changes).hasSize(3);
        assertThat(changes.get(1))
                .containsExactly(
                        "planner",
                        "30.0",
                        "prefill",
                        "1",
                        "2",
                        "demand",
                        "Forecast of 6.25 requests/s needs 2 replicas.",
                        "6.25 requests/s x 3000 tokens = 18750 tokens/s\n18750 / 10000 = 1.9, up to 2");
    }

    @Test
    void hostileTextIsQuotedAndReadsBackExactly() {
        List<String> change = parse(ResultCsv.changes(SampleRuns.hostile())).get(1);

        assertThat(change.get(2)).isEqualTo(SampleRuns.HOSTILE);
        assertThat(change.get(6)).isEqualTo(SampleRuns.HOSTILE);
    }

    @Test
    void theFilesHaveNamesThatCannotLeaveTheirFolder() {
        assertThat(ResultCsv.files(SampleRuns.small()).keySet())
                .containsExactly(
                        "summary.csv",
                        "changes.csv",
                        "intervals.csv",
                        "timeline-planner.csv",
                        "timeline-static-peak.csv");
        assertThat(ResultCsv.files(SampleRuns.hostile()).keySet()).allMatch(name -> name.matches("[a-z0-9._-]+"));
    }

    @Test
    void twoPoliciesOfOneNameAreRefusedInsteadOfLosingOne() {
        RunRecord run = SampleRuns.small();
        var twice = new RunRecord(
                "t",
                List.of(),
                1,
                1,
                1,
                60,
                List.of(run.policies().get(0), run.policies().get(0)));

        assertThatThrownBy(() -> ResultCsv.files(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeline-planner.csv")
                .hasMessageContaining("give each policy a key of its own");
    }

    @Test
    void theSameRecordGivesTheSameFiles() {
        Map<String, String> files = ResultCsv.files(SampleRuns.fortyMinutes());

        assertThat(ResultCsv.files(SampleRuns.fortyMinutes())).isEqualTo(files);
        assertThat(parse(files.getOrDefault("timeline-planner.csv", ""))).hasSize(481);
    }

    /** A strict reader of RFC 4180: lines of fields. */
    private static List<List<String>> parse(String csv) {
        var lines = new ArrayList<List<String>>();
        var line = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                line.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                line.add(field.toString());
                field.setLength(0);
                lines.add(List.copyOf(line));
                line.clear();
            } else if (c != '\r') {
                field.append(c);
            }
        }
        return lines;
    }
}
