package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.Change;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final Pattern EXECUTED = Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL);
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    @Test
    void everyChangeIsListedWithReasonBindingAndDerivation() {
        RunRecord run = SampleRuns.fortyMinutes();
        String page = HtmlReport.render(run);

        int changes = 0;
        for (PolicyRun policy : run.policies()) {
            for (Change change : policy.changes()) {
                changes++;
                assertThat(page).contains(change.reason()).contains("class=\"binding\">" + change.binding() + "<");
                for (String line : change.derivation()) {
                    assertThat(page).contains("<li>" + line + "</li>");
                }
            }
        }
        assertThat(changes).isGreaterThan(40);
        assertThat(Pattern.compile("<tr role=\"row\" data-policy=")
                        .matcher(page)
                        .results())
                .hasSize(changes);
    }

    @Test
    void aChangeSaysWhenWhereAndHowFar() {
        assertThat(HtmlReport.render(SampleRuns.small()))
                .containsSubsequence(
                        "data-policy=\"0\" data-role=\"prefill\" data-at=\"30.0\" data-from=\"1\" data-to=\"2\"",
                        ">0:30<",
                        ">Planner<",
                        ">prefill<",
                        ">1 → 2<",
                        ">demand<",
                        "Forecast of 6.25 requests/s needs 2 replicas.");
    }

    @Test
    void theResultTableShowsTheNumbersOfTheRecordAndMarksTheBest() {
        String page = HtmlReport.render(SampleRuns.small());

        assertThat(row(page, "Requests")).contains(">12\u202F345<").doesNotContain("best");
        assertThat(row(page, "Inside TTFT target"))
                .containsSubsequence(">98.0<", "num best\">99.9<", "worse than Static peak by 1.9 points");
        assertThat(row(page, "Inside ITL target"))
                .containsSubsequence("num best\">99.5<", ">99.1<", "better than Static peak by 0.4 points");
        assertThat(row(page, "ITL p50")).contains(">8.3<", "level with all").doesNotContain("best");
        assertThat(row(page, "GPU-hours"))
                .containsSubsequence("num best\">3.45<", ">5.00<", "better than Static peak by 31 %");
        assertThat(row(page, "Scale events"))
                .containsSubsequence(">2<", "num best\">0<", "worse than Static peak by 2");
    }

    @Test
    void theFrameNotesAndFactsAreInThePage() {
        assertThat(HtmlReport.render(SampleRuns.small()))
                .contains("<dt>TTFT target</dt><dd>200 ms</dd>")
                .contains("<dt>ITL target</dt><dd>12.5 ms</dd>")
                .contains("<dt>GPU ceiling</dt><dd>8</dd>")
                .contains("<dt>Seed</dt><dd>7</dd>")
                .contains("No forecast yet: planned from the last window.");
    }

    @Test
    void hostileTextStaysText() {
        String page = HtmlReport.render(SampleRuns.hostile());
        String harmless = HtmlReport.render(SampleRuns.small());

        assertThat(page).doesNotContain("<img").doesNotContain("\u0000").doesNotContain("\u001B");
        assertThat(page)
                .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
                .contains("{{data}} $1");
        // Not one element more than the page has anyway.
        assertThat(count(page, "</script>")).isEqualTo(count(harmless, "</script>"));
        assertThat(count(page, "<script")).isEqualTo(count(harmless, "<script"));
    }

    @Test
    void theDataCannotEndTheirScriptElementAndReadBackAsTheRecord() throws IOException {
        String json = data(HtmlReport.render(SampleRuns.hostile()));
        assertThat(json)
                .doesNotContain("<")
                .doesNotContain(">")
                .doesNotContain("&")
                .doesNotContain("\u2028");

        JsonNode policy = new ObjectMapper().readTree(json).get("policies").get(0);
        assertThat(policy.get("label").asText()).isEqualTo(SampleRuns.HOSTILE);
        assertThat(policy.get("roles").get(0).get("name").asText()).isEqualTo(SampleRuns.HOSTILE);
    }

    @Test
    void theDataCarryEveryRowAndNullWhereThereIsNoValue() throws IOException {
        JsonNode root = new ObjectMapper().readTree(data(HtmlReport.render(SampleRuns.small())));
        JsonNode planner = root.get("policies").get(0);

        assertThat(planner.get("forecastRps").toString()).isEqualTo("[null,4,6.25,2]");
        assertThat(planner.get("gpuHours").toString()).isEqualTo("[0.01,0.025,0.05,0.066667]");
        assertThat(planner.get("roles").get(1).toString())
                .isEqualTo("{\"name\":\"decode\",\"wanted\":[1,2,2,2],\"ready\":[1,1,2,2],"
                        + "\"starting\":[0,1,0,0],\"draining\":[0,0,0,0]}");
        assertThat(root.get("gpuCeiling").asInt()).isEqualTo(8);
        assertThat(new ObjectMapper()
                        .readTree(data(HtmlReport.render(SampleRuns.empty())))
                        .get("gpuCeiling")
                        .isNull())
                .isTrue();
    }

    @Test
    void thePageAsksNobodyForAnything() {
        String page = HtmlReport.render(SampleRuns.fortyMinutes());

        // The chart library names its home in the first line of its licence comment; nothing else has an address.
        List<String> addresses = Pattern.compile("(?:https?:)?//[a-z0-9.-]+\\.[a-z]{2,}[^\\s\"')]*")
                .matcher(page)
                .results()
                .map(match -> match.group())
                .distinct()
                .toList();
        assertThat(addresses).containsExactly("https://github.com/leeoniya/uPlot");
        assertThat(page)
                .doesNotContain("<link rel=\"stylesheet\"")
                .doesNotContain(" src=")
                .doesNotContain("@import")
                .doesNotContain("url(")
                .doesNotContain("fetch(")
                .doesNotContain("XMLHttpRequest");
    }

    @Test
    void thePolicyAllowsExactlyTheScriptsAndStylesOfThePage() throws NoSuchAlgorithmException {
        String page = HtmlReport.render(SampleRuns.small());
        Matcher meta = Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page);
        assertThat(meta.find()).isTrue();
        String policy = meta.group(1);

        var hashes = new ArrayList<String>();
        Matcher executed = EXECUTED.matcher(page);
        while (executed.find()) {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(executed.group(2).getBytes(StandardCharsets.UTF_8));
            hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
        assertThat(hashes).hasSize(5);
        assertThat(policy)
                .startsWith("default-src 'none'; ")
                .doesNotContain("unsafe")
                .contains(hashes);
        // An inline style or handler would be blocked; the page must not rely on one.
        String body = page.substring(page.indexOf("<body>"), page.indexOf("<script type="));
        assertThat(body).doesNotContain(" style=").doesNotContainPattern(" on[a-z]+=");
    }

    @Test
    void withoutScriptsTheTablesAreThereAndTheDeadControlsAreNot() {
        String page = HtmlReport.render(SampleRuns.small());

        assertThat(page)
                .contains("<noscript>")
                .contains("id=\"selector\" hidden")
                .contains("id=\"filters\" hidden");
        assertThat(page).contains("id=\"chart-list\" hidden");
        assertThat(page).doesNotContain("<table class=\"changes\" role=\"table\" hidden");
    }

    @Test
    void theLicenceOfTheChartLibraryComesWithThePage() {
        assertThat(HtmlReport.render(SampleRuns.small()))
                .contains("Copyright (c) 2022 Leon Sorokin")
                .contains("The above copyright notice and this permission notice shall be included");
    }

    @Test
    void anEmptyRunStillGivesAPage() {
        assertThat(HtmlReport.render(SampleRuns.empty()))
                .contains("No request arrived; Planner held 0.00 GPU-hours.")
                .contains("No policy changed anything.")
                .doesNotContain("NaN</")
                .doesNotContain("{{");
    }

    @Test
    void theSameRecordGivesTheSamePageAndItIsSmall() {
        String page = HtmlReport.render(SampleRuns.fortyMinutes());

        assertThat(HtmlReport.render(SampleRuns.fortyMinutes())).isEqualTo(page);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(700_000);
    }

    private static String row(String page, String name) {
        int start = page.indexOf("<th scope=\"row\">" + name);
        assertThat(start).as("row " + name).isPositive();
        return page.substring(start, page.indexOf("</tr>", start));
    }

    private static String data(String page) {
        Matcher matcher = DATA.matcher(page);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }

    @Test
    void policiesAreDrawnAgainstEachOtherWithoutAScript() {
        RunRecord run = SampleRuns.small();
        String page = HtmlReport.render(run);

        assertThat(page).contains("Service against cost").contains("Side by side");
        assertThat(Pattern.compile("<circle ").matcher(page).results())
                .hasSize(run.policies().size());
        assertThat(Pattern.compile("<figure><figcaption>").matcher(page).results())
                .hasSize(run.policies().size());
        assertThat(page).doesNotContain("NaN");
    }
}
