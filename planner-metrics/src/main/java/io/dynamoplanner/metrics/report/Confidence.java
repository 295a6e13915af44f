package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Timeline;
import java.util.List;

/**
 * How sure the result of a run is: 95 % intervals by drawing stretches of five minutes of the run again and again. The
 * policies saw the same traffic, so their differences are drawn from the same stretches and are surer than each alone. It
 * says nothing about traffic of another kind.
 *
 * @param inside share of the requests inside both targets
 * @param gpuHours GPU-hours
 * @param insideAgainstFirst share minus that of the first policy
 * @param gpuHoursAgainstFirst GPU-hours over those of the first policy, minus 1
 */
record Confidence(
        Bootstrap.Interval inside,
        Bootstrap.Interval gpuHours,
        Bootstrap.Interval insideAgainstFirst,
        Bootstrap.Interval gpuHoursAgainstFirst) {
    private static final double STRETCH_S = 300;
    private static final long SEED = 1;

    /** The intervals of each policy, in their order. */
    static List<Confidence> of(RunRecord run) {
        if (run.policies().isEmpty()) {
            return List.of();
        }
        Rows first = Rows.of(run.policies().get(0));
        return run.policies().stream().map(policy -> of(Rows.of(policy), first)).toList();
    }

    private static Confidence of(Rows own, Rows first) {
        int rows = Math.min(own.met.length, first.met.length);
        int block = (int) Math.max(1, Math.round(STRETCH_S / own.stepS));
        return new Confidence(
                Bootstrap.of(rows, block, SEED, own::share),
                Bootstrap.of(rows, block, SEED, own::hours),
                Bootstrap.of(rows, block, SEED, drawn -> own.share(drawn) - first.share(drawn)),
                Bootstrap.of(rows, block, SEED, drawn -> own.hours(drawn) / first.hours(drawn) - 1));
    }

    /** Requests that arrived and that met both targets, and GPU-hours, row by row. */
    private static final class Rows {
        private final double stepS;
        private final double[] requests;
        private final double[] met;
        private final double[] gpuHours;

        private Rows(double stepS, double[] requests, double[] met, double[] gpuHours) {
            this.stepS = stepS;
            this.requests = requests;
            this.met = met;
            this.gpuHours = gpuHours;
        }

        static Rows of(PolicyRun policy) {
            Timeline timeline = policy.timeline();
            int rows = timeline.rows();
            double[] requests = new double[rows];
            double[] met = new double[rows];
            double[] hours = new double[rows];
            for (int i = 0; i < rows; i++) {
                requests[i] = timeline.offeredRps().get(i) * timeline.stepS();
                double inside = timeline.inside().get(i);
                met[i] = Double.isNaN(inside) ? 0 : requests[i] * inside;
                hours[i] = timeline.gpuHours().get(i)
                        - (i == 0 ? 0 : timeline.gpuHours().get(i - 1));
            }
            return new Rows(timeline.stepS(), requests, met, hours);
        }

        double share(int[] drawn) {
            return sum(met, drawn) / sum(requests, drawn);
        }

        double hours(int[] drawn) {
            return sum(gpuHours, drawn);
        }

        private static double sum(double[] values, int[] drawn) {
            double sum = 0;
            for (int row : drawn) {
                sum += values[row];
            }
            return sum;
        }
    }
}
