package io.dynamoplanner.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * One measured benchmark.
 *
 * @param name class and method, with parameters if it has any
 * @param nanos average time of one operation
 * @param errorNanos half the width of the 99.9 % interval; NaN where too few iterations were measured for one
 * @param bytes heap bytes allocated per operation
 * @param reference the same operation in the reference planner, as text; empty where it has no figure
 */
record ResultRow(String name, double nanos, double errorNanos, double bytes, String reference) {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    static ResultRow of(RunResult result) {
        BenchmarkParams params = result.getParams();
        String name = shortName(params.getBenchmark());
        var label = new StringBuilder(name);
        for (String key : params.getParamsKeys()) {
            label.append(' ').append(key).append('=').append(params.getParam(key));
        }
        Result<?> time = result.getPrimaryResult();
        Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
        return new ResultRow(
                label.toString(),
                time.getScore(),
                time.getScoreError(),
                allocation == null ? Double.NaN : allocation.getScore(),
                ReferenceFigures.of(name));
    }

    /** {@code Class.method} of a full benchmark name, without the suffix that every class has. */
    static String shortName(String benchmark) {
        int method = benchmark.lastIndexOf('.');
        int type = benchmark.lastIndexOf('.', method - 1);
        return benchmark.substring(type + 1).replace("Benchmark.", ".");
    }

    /** The rows as aligned text lines under a header. */
    static List<String> table(List<ResultRow> rows) {
        int width = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
        String layout = "%-" + Math.max(width, "benchmark".length()) + "s  %9s %-5s  %9s  %10s%s";
        var lines = new ArrayList<String>();
        lines.add(layout.formatted("benchmark", "time", "unit", "+-", "bytes/op", "  [reference]"));
        for (ResultRow row : rows) {
            TimeScale scale = TimeScale.of(row.nanos);
            lines.add(layout.formatted(
                    row.name,
                    figure(row.nanos / scale.nanos),
                    scale.unit,
                    figure(row.errorNanos / scale.nanos),
                    Double.isNaN(row.bytes) ? "-" : String.format(Locale.ROOT, "%,.0f", row.bytes),
                    row.reference.isEmpty() ? "" : "  [" + row.reference + "]"));
        }
        return lines;
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private enum TimeScale {
        NANOSECONDS("ns/op", 1),
        MICROSECONDS("us/op", 1e3),
        MILLISECONDS("ms/op", 1e6),
        SECONDS("s/op", 1e9);

        private final String unit;
        private final double nanos;

        TimeScale(String unit, double nanos) {
            this.unit = unit;
            this.nanos = nanos;
        }

        /** The largest unit in which the figure is at least 1. */
        static TimeScale of(double value) {
            TimeScale best = NANOSECONDS;
            for (TimeScale scale : values()) {
                if (value >= scale.nanos) {
                    best = scale;
                }
            }
            return best;
        }
    }
}
