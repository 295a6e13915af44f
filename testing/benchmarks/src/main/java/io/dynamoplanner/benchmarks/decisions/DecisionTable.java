package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.benchmarks.decisions.Outcome.Standing;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.metrics.report.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The outcomes as text: a line for each cell and stated attainment, then what they say together. */
final class DecisionTable {
    private static final long SEED = 1;
    private static final String LINE = "%-13s %7s %4s %6s %8s %9s %6s %6s %7s %8s %9s %9s %9s %8s%n";

    private DecisionTable() {}

    static String render(List<Outcome> outcomes) {
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                LINE,
                "",
                "start-",
                "",
                "",
                "",
                "GPU-",
                "rever-",
                "budget",
                "lost in",
                "feasible",
                "",
                "at",
                "reference",
                "fewer,"));
        text.append(String.format(
                Locale.ROOT,
                LINE,
                "trace",
                "up, s",
                "seed",
                "stated",
                "achieved",
                "hours",
                "sals",
                "viol.",
                "outage",
                "/said",
                "standing",
                "share",
                "there",
                "%"));
        for (Outcome o : outcomes) {
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    o.cell().trace(),
                    o.cell().startupS(),
                    o.cell().seed(),
                    number("%.0f", 100 * o.stated()),
                    number("%.2f", 100 * o.ours().bothInside()),
                    number("%.2f", o.ours().gpuHours()),
                    o.ours().directionChanges(),
                    o.ours().budgetViolations(),
                    o.removedInOutage(),
                    (o.feasible() ? "yes" : "no") + "/" + (o.announced() ? "yes" : "no"),
                    o.standing().name().toLowerCase(Locale.ROOT),
                    number("%.1f", 100 * o.level()) + (o.referenceReaches() ? " " : "*"),
                    number("%.2f", o.referenceAtLevel()),
                    number("%+.1f", o.savedPercent())));
        }
        text.append(
                "* the reference does not reach our share with any targets; compared at its best, ours interpolated\n\n");
        for (double stated : CellRun.STATED) {
            summary(outcomes.stream().filter(o -> o.stated() == stated).toList(), stated, text);
        }
        return text.toString();
    }

    private static void summary(List<Outcome> outcomes, double stated, StringBuilder text) {
        text.append(String.format(Locale.ROOT, "Stated %.0f %%, %d cells%n", 100 * stated, outcomes.size()));
        line(
                text,
                "standing",
                count(outcomes, o -> o.standing() == Standing.MET) + " met, "
                        + count(outcomes, o -> o.standing() == Standing.ABOVE) + " above (one replica fewer would do), "
                        + count(outcomes, o -> o.standing() == Standing.BELOW) + " below");
        List<Outcome> infeasible = outcomes.stream().filter(o -> !o.feasible()).toList();
        line(
                text,
                "infeasible even for the oracle",
                infeasible.size() + ", announced before the first misses " + count(infeasible, Outcome::announced));
        line(text, "feasible but below", Integer.toString((int)
                count(outcomes, o -> o.feasible() && o.standing() == Standing.BELOW)));
        line(text, "achieved", median(outcomes, o -> 100 * o.ours().bothInside(), "%.2f %%"));
        line(text, "direction changes", median(outcomes, o -> o.ours().directionChanges(), "%.1f"));
        line(
                text,
                "budget violations, in all",
                Integer.toString(outcomes.stream()
                        .mapToInt(o -> o.ours().budgetViolations())
                        .sum()));
        line(
                text,
                "replicas removed in outages, in all",
                Integer.toString(
                        outcomes.stream().mapToInt(Outcome::removedInOutage).sum()));
        List<Outcome> reached =
                outcomes.stream().filter(Outcome::referenceReaches).toList();
        line(
                text,
                "fewer GPU-hours than the reference at our share, " + reached.size() + " cells",
                median(reached, Outcome::savedPercent, "%.1f %%"));
        List<Outcome> others =
                outcomes.stream().filter(o -> !o.referenceReaches()).toList();
        line(
                text,
                "the same at its best share, " + others.size() + " cells",
                median(others, Outcome::savedPercent, "%.1f %%"));
        line(text, "the reference's best share there", median(others, o -> 100 * o.level(), "%.1f %%"));
        rivals(outcomes, text);
        text.append('\n');
    }

    /** Ours against the others as they were run, with how often each meets what was stated. */
    private static void rivals(List<Outcome> outcomes, StringBuilder text) {
        for (String policy : List.of("oracle", "hpa-utilization", "hpa-queue")) {
            var pairs = new ArrayList<double[]>();
            for (Outcome o : outcomes) {
                for (Outcome.Raw raw : o.runs()) {
                    if (raw.policy().equals(policy)) {
                        Summary other = raw.summary();
                        pairs.add(new double[] {
                            100 * (1 - o.ours().gpuHours() / other.gpuHours()),
                            100 * other.bothInside(),
                            other.bothInside() >= o.stated() ? 1 : 0
                        });
                    }
                }
            }
            double meets = pairs.stream().mapToDouble(pair -> pair[2]).sum();
            line(
                    text,
                    policy + " as run",
                    String.format(
                            Locale.ROOT,
                            "meets it in %.0f, share %.1f %%, ours takes %.1f %% fewer GPU-hours (medians)",
                            meets,
                            median(pairs, 1),
                            median(pairs, 0)));
        }
    }

    private static double median(List<double[]> pairs, int column) {
        return Bootstrap.median(pairs.stream().mapToDouble(pair -> pair[column]).toArray());
    }

    private static String median(List<Outcome> outcomes, ToDoubleFunction<Outcome> number, String format) {
        if (outcomes.isEmpty()) {
            return "-";
        }
        double[] values = outcomes.stream().mapToDouble(number).toArray();
        Bootstrap.Interval interval = Bootstrap.ofMedian(values, SEED);
        return String.format(
                Locale.ROOT,
                "median " + format + " [%.1f, %.1f]",
                Bootstrap.median(values),
                interval.low(),
                interval.high());
    }

    private static long count(List<Outcome> outcomes, Predicate<Outcome> which) {
        return outcomes.stream().filter(which).count();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-58s %s%n", name, value));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
