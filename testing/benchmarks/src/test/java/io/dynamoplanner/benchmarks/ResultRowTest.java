package io.dynamoplanner.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultRowTest {
    @Test
    void tableScalesTheUnitAndShowsTheReferenceOnlyWhereThereIsOne() {
        var rows = List.of(
                new ResultRow("PerRole.get", 3.456, 0.1, 0, ""),
                new ResultRow("Tick.disaggregated", 12_500, 400, 2048, "1.1 ms"),
                new ResultRow("Fit.threeDays", 2.5e9, Double.NaN, Double.NaN, ""));

        assertThat(ResultRow.table(rows))
                .containsExactly(
                        "benchmark                time unit          +-    bytes/op  [reference]",
                        "PerRole.get              3.46 ns/op       0.10           0",
                        "Tick.disaggregated      12.50 us/op       0.40       2,048  [1.1 ms]",
                        "Fit.threeDays            2.50 s/op           -           -");
    }

    @Test
    void shortNameKeepsClassAndMethodWithoutTheBenchmarkSuffix() {
        assertThat(ResultRow.shortName("io.dynamoplanner.benchmarks.core.PerRoleBenchmark.get"))
                .isEqualTo("PerRole.get");
    }
}
