package io.dynamoplanner.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.budget.BudgetFit;
import io.dynamoplanner.core.budget.BudgetRequest;
import io.dynamoplanner.core.budget.FlooringFit;
import io.dynamoplanner.core.budget.RoundingFit;
import io.dynamoplanner.core.correction.LastWindowCorrection;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.DecodePoint;
import io.dynamoplanner.core.engine.EngineModels;
import io.dynamoplanner.core.engine.Interpolation;
import io.dynamoplanner.core.engine.PrefillPerformance;
import io.dynamoplanner.core.engine.TestProfiles;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replica counts recorded from the running reference on random inputs, with every number in between. */
class ReferenceReplicasTest {
    private static final double EQUAL = 1e-9;
    private static final Map<String, PrefillPerformance> PREFILL = new HashMap<>();
    private static final Map<String, DecodePerformance> DECODE = new HashMap<>();

    private static PrefillPerformance prefill(String profile) {
        return PREFILL.computeIfAbsent(
                profile, p -> EngineModels.prefill(TestProfiles.named(p), Interpolation.REFERENCE));
    }

    private static DecodePerformance decode(String profile) {
        return DECODE.computeIfAbsent(
                profile, p -> EngineModels.decode(TestProfiles.named(p), Interpolation.REFERENCE));
    }

    private static List<String[]> rows(String file) throws IOException {
        var rows = new ArrayList<String[]>();
        try (var in = Objects.requireNonNull(ReferenceReplicasTest.class.getResourceAsStream(file), file);
                var lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> rows.add(line.split(",", -1)));
        }
        return rows;
    }

    private static double number(String[] row, int column) {
        return Double.parseDouble(row[column]);
    }

    private static int whole(String[] row, int column) {
        return Integer.parseInt(row[column]);
    }

    private static int count(Sizing sizing) {
        if (sizing instanceof Sizing.Sized sized) {
            return sized.replicas();
        }
        assertThat(sizing).isInstanceOf(Sizing.Infeasible.class);
        return sizing instanceof Sizing.Infeasible infeasible ? infeasible.bestEffort() : -1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6.1", "1.0.2"})
    void everyRecordedCountIsReproduced(String release) throws IOException {
        List<String[]> rows = rows("replicas-" + release + ".csv.gz");
        BudgetFit budget = release.equals("0.6.1") ? new RoundingFit() : new FlooringFit();
        assertThat(rows).hasSize(240);
        for (String[] row : rows) {
            String what = String.join(",", row);
            double isl = number(row, 2);
            double osl = number(row, 3);
            Demand demand = Demand.of(number(row, 1), isl, osl, number(row, 4));
            double itl = number(row, 5);
            double correction = number(row, 7);
            DecodePoint point = decode(row[0]).best(correction <= 0 ? itl : itl / correction, isl + osl / 2);
            assertThat(prefill(row[0]).throughputPerGpu(isl)).as(what).isCloseTo(number(row, 12), relative(row, 12));
            assertThat(point.throughputPerGpu()).as(what).isCloseTo(number(row, 14), relative(row, 14));
            assertThat(point.itlMs()).as(what).isCloseTo(number(row, 15), relative(row, 15));
            assertThat(point.kvUsage()).as(what).isCloseTo(number(row, 16), relative(row, 16));

            int floor = whole(row, 11);
            int p = Math.max(
                    floor, count(new PrefillByThroughput(prefill(row[0]), whole(row, 8)).size(demand, number(row, 6))));
            int d = Math.max(
                    floor, count(new DecodeByThroughput(decode(row[0]), whole(row, 9), itl).size(demand, correction)));
            assertThat(List.of(p, d)).as(what).containsExactly(whole(row, 17), whole(row, 18));

            PerRole<Integer> fitted = fit(budget, row, PerRole.of(Role.PREFILL, p, Role.DECODE, d));
            assertThat(fitted.values()).as(what).containsExactly(whole(row, 19), whole(row, 20));
            if (!row[21].isEmpty()) {
                assertThat(fit(budget, row, PerRole.of(Role.PREFILL, p)).get(Role.PREFILL))
                        .as(what)
                        .isEqualTo(whole(row, 21));
                assertThat(fit(budget, row, PerRole.of(Role.DECODE, d)).get(Role.DECODE))
                        .as(what)
                        .isEqualTo(whole(row, 22));
            }
        }
    }

    private static PerRole<Integer> fit(BudgetFit budget, String[] row, PerRole<Integer> wanted) {
        return budget.fit(new BudgetRequest(
                        wanted,
                        wanted,
                        wanted.map((role, n) -> whole(row, role.equals(Role.PREFILL) ? 8 : 9)),
                        wanted.map((role, n) -> whole(row, 11)),
                        wanted.map((role, n) -> (double) n),
                        -1,
                        whole(row, 10)))
                .targets();
    }

    private static org.assertj.core.data.Offset<Double> relative(String[] row, int column) {
        return within(Math.abs(number(row, column)) * EQUAL + 1e-300);
    }

    @Test
    void everyRecordedCorrectionFactorIsReproduced() throws IOException {
        List<String[]> rows = rows("corrections-1.0.2.csv.gz");
        assertThat(rows).hasSize(60);
        Instant start = Instant.EPOCH;
        for (String[] row : rows) {
            TrafficWindow window = TrafficWindow.of(
                    start,
                    Duration.ofSeconds(whole(row, 8)),
                    Map.of(
                            Signal.REQUESTS, Reading.of(number(row, 1), start),
                            Signal.ISL, Reading.of(number(row, 2), start),
                            Signal.OSL, Reading.of(number(row, 3), start),
                            Signal.TTFT, Reading.of(number(row, 4), start),
                            Signal.ITL, Reading.of(number(row, 5), start),
                            Signal.REQUEST_DURATION, Reading.of(number(row, 6), start)));
            int workers = whole(row, 7);
            assertThat(factor(new PrefillByThroughput(prefill(row[0]), 1), window, workers))
                    .as(String.join(",", row))
                    .isCloseTo(number(row, 9), relative(row, 9));
            if (workers > 0) {
                assertThat(factor(new DecodeByThroughput(decode(row[0]), 1, 50), window, workers))
                        .as(String.join(",", row))
                        .isCloseTo(number(row, 10), relative(row, 10));
            }
        }
    }

    private static double factor(RoleSizer sizer, TrafficWindow window, int workers) {
        RoleSizer.Check check = sizer.check(window, workers).orElseThrow();
        return new LastWindowCorrection().next(1, check.observedMs(), check.expectedMs(), check.requests());
    }

    /** Worked examples on the measured H200 profile: requests, ISL, OSL, interval, ITL, p, d, GPUs, floor, counts. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "A, 18000, 3000, 150, 180, 10, 1, 1, 1, 1, 1, 7, 4",
        "B, 18000, 3000, 150, 180, 10, 0.6, 1.25, 1, 1, 1, 4, 5",
        "C, 18000, 3000, 150, 180, 10, 2.0, 0.8, 1, 1, 1, 7, 3",
        "D, 54000, 3000, 300, 180, 10, 1, 1, 2, 4, 1, 10, 5",
        "E, 0, 0, 0, 180, 50, 0, 0, 1, 1, 1, 1, 1",
        "F, 6000, 8000, 400, 60, 20, 1, 1, 1, 1, 2, 17, 15",
        "G, 6000, 20000, 500, 180, 10, 1, 1, 1, 2, 1, 16, 8",
        "H, 18000, 3000, 150, 180, 4, 1, 1, 1, 1, 1, 7, 68",
        "I, 12000, 350, 4, 180, 50, 1, 1, 1, 1, 1, 2, 1",
        "J, -20, 3000, 150, 180, 10, 1, 1, 1, 1, 1, 1, 1",
        "K low, 10, 3000, 150, 60, 10, 1, 1, 1, 1, 1, 1, 1",
        "K high, 5000, 3000, 150, 60, 10, 1, 1, 1, 1, 1, 6, 3",
        "correction example, 18000, 3000, 150, 180, 10, 1.4886202751782003, 0.8213191354792755, 1, 1, 1, 7, 3"
    })
    void theWorkedExamplesComeOut(
            String name,
            double requests,
            double isl,
            double osl,
            double interval,
            double itl,
            double prefillCorrection,
            double decodeCorrection,
            int prefillGpus,
            int decodeGpus,
            int floor,
            int prefill,
            int decode) {
        Demand demand = Demand.of(requests, isl, osl, interval);

        int p = count(new PrefillByThroughput(prefill(TestProfiles.H200), prefillGpus).size(demand, prefillCorrection));
        int d = count(
                new DecodeByThroughput(decode(TestProfiles.H200), decodeGpus, itl).size(demand, decodeCorrection));

        assertThat(Math.max(floor, p)).as("prefill of " + name).isEqualTo(prefill);
        assertThat(Math.max(floor, d)).as("decode of " + name).isEqualTo(decode);
    }
}
