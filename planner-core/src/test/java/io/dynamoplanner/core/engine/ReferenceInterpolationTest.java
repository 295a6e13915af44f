package io.dynamoplanner.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference-equal models against what the reference planner's release 1.0.2 computes from the same profiles. */
class ReferenceInterpolationTest {
    private static final double TOLERANCE = 1e-12;

    private static void assertSame(String what, double actual, double expected) {
        assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
    }

    @ParameterizedTest
    @ValueSource(strings = {TestProfiles.H200, TestProfiles.H100_TP8, TestProfiles.A100_TP4})
    void prefillEqualsTheReferenceInsideAndOutsideTheMeasuredLengths(String profile) {
        var model = new PrefillSpline(TestProfiles.prefill(profile));
        var goldens = TestProfiles.goldens("prefill", profile);
        assertThat(goldens).hasSize(62);
        for (var golden : goldens) {
            assertSame("TTFT at " + golden, model.ttftMs(golden.at(0)), golden.at(1));
            assertSame("throughput at " + golden, model.throughputPerGpu(golden.at(0)), golden.at(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TestProfiles.H200, TestProfiles.H100_TP8, TestProfiles.A100_TP4})
    void gridRowsEqualTheReference(String profile) {
        var model = new DecodeGrid(TestProfiles.decode(profile));
        var itlRows = TestProfiles.goldens("itl_row", profile);
        var throughputRows = TestProfiles.goldens("thpt_row", profile);
        assertThat(itlRows).hasSize(10);
        assertThat(throughputRows).hasSize(10);
        for (int k = 0; k < 10; k++) {
            int row = (int) itlRows.get(k).at(0);
            for (int column = 0; column < 100; column++) {
                String where = "row " + row + ", column " + column;
                assertSame(
                        "ITL, " + where,
                        model.itlAt(row, column),
                        itlRows.get(k).at(column + 1));
                assertSame(
                        "throughput, " + where,
                        model.throughputAt(row, column),
                        throughputRows.get(k).at(column + 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TestProfiles.H200, TestProfiles.H100_TP8, TestProfiles.A100_TP4})
    void decodeLookUpsHitTheSameNodeAsTheReference(String profile) {
        var decode = TestProfiles.decode(profile);
        var model = new DecodeGrid(decode);
        var goldens = TestProfiles.goldens("decode", profile);
        assertThat(goldens).hasSize(168);
        for (var golden : goldens) {
            double concurrency = golden.at(0);
            double context = golden.at(1);
            assertThat(model.column(concurrency * context / decode.maxKvTokens()))
                    .isEqualTo((int) golden.at(2));
            assertThat(model.row(context)).isEqualTo((int) golden.at(3));
            assertSame("ITL at " + golden, model.itlMs(concurrency, context), golden.at(4));
            assertSame("throughput at " + golden, model.throughputPerGpu(concurrency, context), golden.at(5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TestProfiles.H200, TestProfiles.H100_TP8, TestProfiles.A100_TP4})
    void bestPointsEqualTheReference(String profile) {
        var model = new DecodeGrid(TestProfiles.decode(profile));
        var goldens = TestProfiles.goldens("best", profile);
        assertThat(goldens).hasSize(126);
        for (var golden : goldens) {
            DecodePoint point = model.best(golden.at(0), golden.at(1));
            assertSame("throughput at " + golden, point.throughputPerGpu(), golden.at(2));
            assertSame("ITL at " + golden, point.itlMs(), golden.at(3));
            assertSame("KV usage at " + golden, point.kvUsage(), golden.at(4));
            assertThat(point.feasible()).isEqualTo(golden.at(3) <= golden.at(0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "50, 19.525209, 5121.58410186544",
        "100, 19.525209, 5121.58410186544",
        "3000, 60.45866867507649, 49481.093527696125",
        "3500, 71.0468362595642, 49554.96133642599",
        "4000, 83.50269441661823, 48040.55215085583",
        "8000, 165.06175779108486, 48548.63663710674",
        "12000, 253.24466277718267, 47365.216688144756",
        "20000, 375.482618, 43602.55099744724",
    })
    void prefillWorkedNumbers(double isl, double ttftMs, double throughput) {
        var model = new PrefillSpline(TestProfiles.prefill(TestProfiles.H200));
        assertSame("TTFT", model.ttftMs(isl), ttftMs);
        assertSame("throughput", model.throughputPerGpu(isl), throughput);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 3075, false, 223.73375762472148, 4.427375, 0, 22",
        "5, 3075, true, 446.7259120895407, 4.661041743495914, 1, 22",
        "10, 3075, true, 4679.638896044765, 9.740428116692607, 15, 22",
        "10, 3150, true, 4555.680366094516, 9.734410226340245, 16, 23",
        "12.5, 3075, true, 5657.207224038145, 12.159397161846089, 22, 22",
        "20, 3075, true, 6180.579933202596, 19.670472545707078, 40, 22",
        "50, 3075, true, 6794.772011902521, 41.70781893771626, 99, 22",
        "10, 100, true, 226.91981992754495, 4.379871, 4, 1",
        "10, 20000, true, 1188.2915442344859, 9.814236311016483, 17, 99",
        "30, 8000, true, 3161.8996631025107, 29.74701246124409, 80, 58",
    })
    void bestPointWorkedNumbers(
            double target, double context, boolean feasible, double throughput, double itl, int column, int row) {
        var model = new DecodeGrid(TestProfiles.decode(TestProfiles.H200));
        DecodePoint point = model.best(target, context);
        assertThat(point.feasible()).isEqualTo(feasible);
        assertSame("throughput", point.throughputPerGpu(), throughput);
        assertSame("ITL", point.itlMs(), itl);
        assertThat(model.column(point.kvUsage())).isEqualTo(column);
        assertThat(model.row(context)).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3075, 4.427375",
        "5, 3075, 5.030745017994565",
        "20, 3075, 6.504514293523827",
        "50, 3075, 10.088553101400025",
        "100, 3075, 16.021360700026662",
        "400, 3075, 41.70781893771626",
        "10, 13585, 8.809352413164707",
        "1000, 350, 46.04697948311157",
    })
    void itlWorkedNumbers(double concurrency, double context, double itl) {
        var model = new DecodeGrid(TestProfiles.decode(TestProfiles.H200));
        assertSame("ITL", model.itlMs(concurrency, context), itl);
    }

    @Test
    void bestMayLieBeyondANodeThatViolatesTheTarget() {
        // Kept on purpose: with targets between dip and bump, the reference takes the far side of the bump.
        var model = new DecodeGrid(TestProfiles.decode(TestProfiles.H200));
        DecodePoint point = model.best(43, 350);
        int row = model.row(350);
        boolean violatedBefore = false;
        for (int column = 0; column < model.column(point.kvUsage()); column++) {
            violatedBefore |= model.itlAt(row, column) > 43;
        }
        assertThat(point.feasible()).isTrue();
        assertThat(violatedBefore).isTrue();
    }
}
