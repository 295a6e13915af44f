package io.dynamoplanner.core.budget;

import static io.dynamoplanner.core.budget.Requests.a;
import static io.dynamoplanner.core.budget.Requests.roles;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ceilings of the reference's releases 0.6 and 1.0. */
class CeilingFitTest {
    private static BudgetRequest pair(int p, int d, int gp, int gd, int ceiling, int min) {
        return Requests.of(a(1, 1), a(p, d), a(gp, gd), a(min, min), -1, ceiling);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 3, 1, 1,  8, 6, 2, 5, 3",
        "5, 5, 2, 2,  5, 1, 2, 1, 1",
        "3, 3, 1, 1,  5, 2, 3, 2, 3",
        "10, 1, 1, 1, 8, 7, 1, 7, 1",
        "1, 20, 1, 4, 8, 1, 2, 1, 1",
        "2, 9, 3, 2,  8, 1, 2, 1, 2",
        "10, 5, 2, 4, 8, 2, 1, 2, 1",
        "10, 5, 2, 4, 16, 4, 2, 4, 2",
        "10, 5, 2, 4, 32, 8, 4, 8, 4",
        "10, 5, 2, 4, 5, 1, 1, 0, 0",
        "3, 1, 3, 1,  8, 2, 2, 2, 2",
    })
    void aWishAboveTheCeilingIsScaledAsTheReleaseDoes(
            int p, int d, int gp, int gd, int ceiling, int p06, int d06, int p10, int d10) {
        var request = pair(p, d, gp, gd, ceiling, 1);

        assertThat(new RoundingFit().fit(request).targets()).isEqualTo(roles(p06, d06));
        assertThat(new FlooringFit().fit(request).targets()).isEqualTo(roles(p10, d10));
    }

    @Test
    void everyRecordedJointDecisionIsReproduced() {
        var rows = RecordedRows.read("joint-ceiling.csv.gz");
        assertThat(rows).hasSize(480);
        for (var row : rows) {
            var request = pair(
                    row.count("prefill"),
                    row.count("decode"),
                    row.count("gpusPrefill"),
                    row.count("gpusDecode"),
                    row.count("ceilingGpus"),
                    row.count("min"));
            BudgetFit fit = row.text("release").equals("0.6.1") ? new RoundingFit() : new FlooringFit();

            assertThat(fit.fit(request).targets())
                    .as("row %s", row)
                    .isEqualTo(roles(row.count("joint1"), row.count("joint2")));
        }
    }

    @Test
    void everyRecordedSingleRoleDecisionIsReproduced() {
        int compared = 0;
        for (var row : RecordedRows.read("joint-ceiling.csv.gz")) {
            if (row.has("single1")) {
                assertThat(single(row.count("prefill"), row.count("gpusPrefill"), row))
                        .as("prefill of %s", row)
                        .isEqualTo(row.count("single1"));
                assertThat(single(row.count("decode"), row.count("gpusDecode"), row))
                        .as("decode of %s", row)
                        .isEqualTo(row.count("single2"));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(240);
    }

    private static int single(int wanted, int gpus, RecordedRows.Row row) {
        var request = Requests.of(a(1), a(wanted), a(gpus), a(row.count("min")), -1, row.count("ceilingGpus"));
        return new FlooringFit().fit(request).targets().valueAt(0);
    }

    @Test
    void flooringLosesAReplicaToFloatingPointLikeTheReference() {
        var request = Requests.of(a(1), a(22), a(1), a(1), -1, 15);

        assertThat(new FlooringFit().fit(request).targets()).isEqualTo(roles(14));
    }

    @Test
    void flooringGivesZeroWhenTheFloorsDoNotFitAndSaysSo() {
        var result = new FlooringFit().fit(pair(10, 5, 2, 4, 5, 1));

        assertThat(result.note()).contains(BudgetNote.INFEASIBLE);
    }

    @Test
    void aNegativeCeilingIsNoLimit() {
        var request = pair(1000, 1000, 8, 8, -1, 1);

        assertThat(new RoundingFit().fit(request)).isEqualTo(BudgetResult.of(roles(1000, 1000)));
        assertThat(new FlooringFit().fit(request)).isEqualTo(BudgetResult.of(roles(1000, 1000)));
    }

    @Test
    void threeRolesShareACeiling() {
        var request = Requests.of(a(1, 1, 1), a(10, 10, 10), a(1, 2, 1), a(1, 1, 1), -1, 20);

        assertThat(new FlooringFit().fit(request).targets()).isEqualTo(roles(5, 5, 5));
        assertThat(new RoundingFit().fit(request).targets()).isEqualTo(roles(5, 5, 5));
    }
}
