package io.dynamoplanner.core.budget;

import static io.dynamoplanner.core.budget.Requests.a;
import static io.dynamoplanner.core.budget.Requests.roles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.role.PerRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectionalGuardTest {
    @ParameterizedTest
    @CsvSource({
        "2, 2, 10, 10, 1, 8, 32,  10, 2",
        "2, 2, 10, 10, 8, 1, 32,  2, 10",
        "2, 2, 4, 4, 1, 1, 6,     3, 3",
        "3, 1, 2, 4, 2, 2, 8,     2, 2",
        "4, 4, 4, 9, 2, 2, 20,    4, 6",
        "4, 2, 3, 3, 1, 2, 8,     4, 2",
    })
    void theFitStaysBetweenCurrentAndProposed(
            int cp, int cd, int pp, int pd, int gp, int gd, int ceiling, int np, int nd) {
        var fitted = DirectionalGuard.fit(
                new Pair(cp, cd), new Pair(pp, pd), new Pair(gp, gd), new GpuBand(-1, ceiling), new Pair(1, 1));

        assertThat(fitted).isEqualTo(new Pair(np, nd));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 9, 4, 2,   1, 1, 4, 24, 0, 0,   4, 2,   4, 2,  ''",
        "8, 9, 2, 9,   1, 2, 8, 32, 1, 1,   2, 9,   2, 9,  ''",
        "4, 8, 6, 3,   1, 8, -1, 64, 0, 1,  6, 3,   3, 7,  gpu_budget_reconcile",
        "5, 8, 15, 10, 3, 1, 12, 24, 1, 1,  5, 9,   5, 8,  gpu_budget_guard_hold",
        "5, 0, 17, 15, 1, 8, 24, 24, 1, 1,  16, 1,  5, 0,  gpu_budget_reconcile",
        "11, 11, 7, 20, 1, 3, 8, 64, 1, 1,  7, 19,  11, 11, gpu_budget_guard_hold",
        "4, 0, 4, 9,   1, 1, 12, 64, 1, 0,  4, 9,   12, 0, gpu_budget_reconcile",
        "4, 2, 4, 20,  4, 3, 4, 24, 0, 1,   4, 2,   4, 2,  gpu_budget_guard_hold",
        "1, 1, 12, 3,  1, 4, 8, 24, 1, 1,   12, 3,  12, 3, ''",
        "2, 5, 1, 14,  4, 1, 12, 64, 1, 1,  1, 14,  1, 14, ''",
        "7, 5, 2, 12,  2, 2, -1, 24, 0, 3,  2, 10,  2, 10, ''",
        "1, 3, 0, 6,   2, 3, 12, 24, 2, 1,  1, 3,   1, 3,  gpu_budget_guard_hold",
        "4, 4, 5, 4,   1, 1, -1, 8, 1, 1,   4, 4,   4, 4,  gpu_budget_guard_hold",
        "4, 4, 5, 3,   1, 1, -1, 8, 1, 1,   5, 3,   5, 3,  ''",
        "5, 5, 3, 3,   1, 1, 8, 16, 1, 1,   3, 4,   4, 4,  ''",
    })
    void workedRowsOfFitAndPairGuard(
            int cp,
            int cd,
            int pp,
            int pd,
            int gp,
            int gd,
            int f,
            int b,
            int mp,
            int md,
            int fitP,
            int fitD,
            int guardP,
            int guardD,
            String note) {
        var current = new Pair(cp, cd);
        var proposed = new Pair(pp, pd);
        var widths = new Pair(gp, gd);
        var band = new GpuBand(f, b);
        var floors = new Pair(mp, md);
        var guarded = DirectionalGuard.pair(current, proposed, widths, band, floors);

        assertThat(guarded.targets()).isEqualTo(new Pair(guardP, guardD));
        assertThat(guarded.note().map(BudgetNote::code).orElse("")).isEqualTo(note);
        assertThat(DirectionalGuard.fit(current, proposed, widths, band, floors))
                .isEqualTo(new Pair(fitP, fitD));
    }

    @Test
    void aSingleRoleOutsideItsBandIsReconciled() {
        var outcome = DirectionalGuard.single(1, 2, 4, new GpuBand(12, 16), 1);

        assertThat(outcome.target()).isEqualTo(3);
        assertThat(outcome.note()).contains(BudgetNote.RECONCILE);
    }

    @Test
    void everyRecordedFitAndGuardIsReproduced() {
        var rows = RecordedRows.read("band-1.6.1.csv.gz");
        assertThat(rows).hasSize(300);
        for (var row : rows) {
            var current = row.pair("current");
            var proposed = row.pair("proposed");
            var widths = row.pair("gpus");
            var floors = row.pair("min");
            var guard = DirectionalGuard.pair(current, proposed, widths, row.band(), floors);
            var single = DirectionalGuard.single(
                    current.first(), proposed.first(), widths.first(), row.band(), floors.first());

            assertThat(DirectionalGuard.fit(current, proposed, widths, row.band(), floors))
                    .as("fit of %s", row)
                    .isEqualTo(row.pair("fit"));
            assertThat(guard.targets()).as("guard of %s", row).isEqualTo(row.pair("guard"));
            assertThat(guard.note().map(BudgetNote::code))
                    .as("guard of %s", row)
                    .isEqualTo(row.note("guardNote"));
            assertThat(single.target()).as("single of %s", row).isEqualTo(row.count("singleGuard"));
            assertThat(single.note().map(BudgetNote::code))
                    .as("single of %s", row)
                    .isEqualTo(row.note("singleGuardNote"));
        }
    }

    @Test
    void everyRecordedThroughputDecisionIsReproduced() {
        var rows = RecordedRows.read("decisions-1.6.1.csv.gz");
        assertThat(rows).hasSize(231);
        var fit = new DirectionalGuardFit();
        for (var row : rows) {
            boolean bound = row.text("kind").equals("bound");
            var request = request(row);
            var result = bound ? fit.fitCeiling(request) : fit.fit(request);

            assertThat(result.targets()).as("%s", row).isEqualTo(counts(row, "target"));
            assertThat(reason(result, request, bound)).as("%s", row).isEqualTo(row.text("reason"));
        }
    }

    private static String reason(BudgetResult result, BudgetRequest request, boolean bound) {
        boolean held = result.note().filter(BudgetNote.GUARD_HOLD::equals).isPresent();
        if (bound) {
            return held ? BudgetNote.GUARD_HOLD.code() : "set_lower_bound";
        }
        if (!result.targets().equals(request.current())) {
            return "scale";
        }
        return result.note().map(BudgetNote::code).orElse("no_change");
    }

    private static BudgetRequest request(RecordedRows.Row row) {
        var wanted = counts(row, "wanted");
        return new BudgetRequest(
                counts(row, "current"),
                wanted,
                counts(row, "gpus"),
                wanted.map((role, n) -> row.count("min")),
                wanted.map((role, n) -> (double) n),
                row.count("floorGpus"),
                row.count("ceilingGpus"));
    }

    private static PerRole<Integer> counts(RecordedRows.Row row, String column) {
        return row.has(column + "2")
                ? roles(row.count(column + "1"), row.count(column + "2"))
                : roles(row.count(column + "1"));
    }

    @Test
    void threeRolesAreRefusedWithTheFitThatTakesThem() {
        var request = Requests.of(a(1, 1, 1), a(2, 2, 2), a(1, 1, 1), a(1, 1, 1), -1, 4);

        assertThatThrownBy(() -> new DirectionalGuardFit().fit(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one or two roles")
                .hasMessageContaining("exact");
    }
}
