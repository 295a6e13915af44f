package io.dynamoplanner.core.budget;

import static io.dynamoplanner.core.budget.ProportionalClamp.Growth.KEEPS_SECOND;
import static io.dynamoplanner.core.budget.ProportionalClamp.Growth.MAY_SHRINK_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionalClampTest {
    @ParameterizedTest
    @CsvSource({
        "10, 10, 1, 1, -1, 5, 2, 1,  2, 3",
        "3, 1, 1, 1, 4, 4, 1, 1,     3, 1",
        "1, 1, 1, 1, 4, 4, 1, 1,     2, 2",
        "5, 5, 1, 1, -1, 4, 1, 1,    2, 2",
        "1, 2, 1, 2, 4, 4, 1, 1,     1, 1",
        "1, 1, 2, 2, 5, 5, 1, 1,     1, 1",
        "5, 5, 1, 1, -1, 1, 1, 1,    0, 0",
        "2, 2, 1, 1, 100, 4, 1, 1,   2, 2",
        "0, 0, 1, 1, 6, -1, 1, 1,    3, 3",
        "0, 0, 1, 2, 7, -1, 1, 1,    4, 2",
        "1, 3, 2, 1, 12, -1, 1, 1,   3, 6",
        "3, 1, 3, 1, -1, 8, 1, 1,    2, 2",
        "1, 5, 4, 1, 6, 8, 1, 1,     1, 4",
        "1, 1, 4, 1, 10, 12, 1, 1,   2, 2",
    })
    void aPairIsBroughtIntoItsBand(int p, int d, int gp, int gd, int f, int b, int mp, int md, int np, int nd) {
        for (var growth : ProportionalClamp.Growth.values()) {
            var clamped = ProportionalClamp.pair(
                    new Pair(p, d), new Pair(gp, gd), new GpuBand(f, b), new Pair(mp, md), growth);

            assertThat(clamped).as("%s", growth).isEqualTo(new Pair(np, nd));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, 4, 2, 6,  1, 1,  1, 2",
        "3, 5, 2, 1, 12, 4, 4,  4, 5",
    })
    void growingTowardsTheFloorNoLongerShrinksTheSecondRole(
            int p, int d, int gp, int gd, int f, int oldP, int oldD, int newP, int newD) {
        var wish = new Pair(p, d);
        var widths = new Pair(gp, gd);
        var band = new GpuBand(f, -1);
        var floors = new Pair(1, 1);

        assertThat(ProportionalClamp.pair(wish, widths, band, floors, MAY_SHRINK_SECOND))
                .isEqualTo(new Pair(oldP, oldD));
        assertThat(ProportionalClamp.pair(wish, widths, band, floors, KEEPS_SECOND))
                .isEqualTo(new Pair(newP, newD));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 1, -1, 4, 1,  4",
        "1, 1, 4, -1, 1,   4",
        "5, 1, -1, 2, 3,   0",
        "10, 4, -1, 10, 1, 2",
        "1, 4, 10, 16, 1,  3",
        "0, 4, 4, 16, 1,   0",
        "2, 4, 12, 16, 1,  2",
        "2, 4, 3, 3, 1,    0",
        "3, 1, 2, 5, 1,    3",
        "1, 4, 9, 10, 1,   3",
    })
    void oneRoleIsBroughtIntoItsBand(int n, int g, int f, int b, int m, int expected) {
        assertThat(ProportionalClamp.single(n, g, new GpuBand(f, b), m)).isEqualTo(expected);
    }

    @Test
    void everyRecordedClampIsReproduced() {
        for (var growth : ProportionalClamp.Growth.values()) {
            var rows = RecordedRows.read(growth == MAY_SHRINK_SECOND ? "band-1.5.1.csv.gz" : "band-1.6.1.csv.gz");
            assertThat(rows).hasSize(300);
            for (var row : rows) {
                var wish = row.pair("proposed");
                var widths = row.pair("gpus");
                var floors = row.pair("min");

                assertThat(ProportionalClamp.pair(wish, widths, row.band(), floors, growth))
                        .as("%s", row)
                        .isEqualTo(row.pair("pair"));
                assertThat(ProportionalClamp.single(wish.first(), widths.first(), row.band(), floors.first()))
                        .as("%s", row)
                        .isEqualTo(row.count("single"));
            }
        }
    }

    @Test
    void aRoleOfUnknownWidthSwitchesTheClampOff() {
        var wish = new Pair(50, 50);
        var band = new GpuBand(-1, 8);

        assertThat(ProportionalClamp.pair(wish, new Pair(0, 1), band, new Pair(1, 1), KEEPS_SECOND))
                .isEqualTo(wish);
        assertThat(ProportionalClamp.single(50, 0, band, 1)).isEqualTo(50);
    }
}
