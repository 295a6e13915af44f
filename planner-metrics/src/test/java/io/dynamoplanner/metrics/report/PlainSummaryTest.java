package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.Percentiles;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainSummaryTest {
    @Test
    void aWinOnCostAndALossOnOneTargetAreBothSaid() {
        assertThat(PlainSummary.sentence(SampleRuns.small()))
                .isEqualTo("Planner met both targets for 97.5 % of 12\u202F345 requests with 31 % fewer GPU-hours than"
                        + " Static peak, which met both for 99.0 %; it missed the TTFT target more often than Static"
                        + " peak.");
    }

    @Test
    void lossesAgainstSeveralAreAllNamed() {
        RunRecord run = run(
                policy("A", 0.90, 0.90, 0.85, 10), policy("B", 0.95, 0.95, 0.94, 10), policy("C", 0.97, 0.80, 0.78, 4));

        assertThat(PlainSummary.sentence(run))
                .isEqualTo("A met both targets for 85.0 % of 1000 requests with as many GPU-hours as B, which met both"
                        + " for 94.0 %; it missed the TTFT target more often than B and C and the ITL target more often"
                        + " than B; C held fewer GPU-hours.");
    }

    @Test
    void aPlannerThatIsWorseInEveryWayIsToldSo() {
        RunRecord run = run(policy("A", 0.5, 0.6, 0.4, 20), policy("B", 1, 1, 1, 10));

        assertThat(PlainSummary.sentence(run))
                .isEqualTo("A met both targets for 40.0 % of 1000 requests with 100 % more GPU-hours than B, which met"
                        + " both for 100.0 %; it missed each target more often than B.");
        assertThat(PlainSummary.comparisons(run))
                .containsExactly("Against B: 100 % more GPU-hours, share inside both targets 60.0 points lower, as many"
                        + " scale events.");
    }

    @Test
    void aPlannerThatNobodyBeatsIsToldSo() {
        RunRecord run = run(policy("A", 1, 1, 1, 5), policy("B", 0.9, 0.9, 0.9, 10));

        assertThat(PlainSummary.sentence(run)).endsWith("; no other policy met either target more often.");
    }

    @Test
    void amongEqualRivalsTheCheapestIsTheStrongest() {
        RunRecord run = run(policy("A", 1, 1, 1, 5), policy("B", 1, 1, 1, 10), policy("C", 1, 1, 1, 8));

        assertThat(PlainSummary.sentence(run)).contains("38 % fewer GPU-hours than C");
    }

    @Test
    void oneLonePolicyAndNoPolicyGiveASentenceToo() {
        assertThat(PlainSummary.sentence(run(policy("A", 1, 1, 0.9996, 5))))
                .isEqualTo("A met both targets for 99.9 % of 1000 requests with 5.00 GPU-hours.");
        assertThat(PlainSummary.sentence(run())).isEqualTo("No policy was run.");
    }

    private static RunRecord run(PolicyRun... policies) {
        return new RunRecord("t", List.of(), 200, 20, -1, 60, List.of(policies));
    }

    private static PolicyRun policy(String label, double ttft, double itl, double both, double gpuHours) {
        var latency = new Percentiles(1, 2, 3);
        return new PolicyRun(
                label,
                label,
                "",
                new Summary(1000, 1000, ttft, itl, both, latency, latency, gpuHours, 8, 3, 1, 0),
                SampleRuns.small().policies().get(0).timeline(),
                List.of(),
                List.of());
    }
}
