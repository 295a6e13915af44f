package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.Change;
import io.dynamoplanner.core.run.RunRecord.Note;
import io.dynamoplanner.core.run.RunRecord.Percentiles;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.RoleTimeline;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.core.run.RunRecord.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A crude fleet that gives records a realistic shape: two ramps, replicas that take 75 s to start, queues that build up
 * where capacity lacks. It claims nothing about real engines.
 */
final class FluidFleet {
    static final int ROWS = 480;
    static final double STEP_S = 5;

    private static final int START_ROWS = 15;
    private static final int DRAIN_ROWS = 4;
    private static final int GPUS_PER_REPLICA = 4;
    private static final double PREFILL_RPS = 5.5;
    private static final double DECODE_RPS = 4.0;

    private FluidFleet() {}

    /**
     * One policy.
     *
     * @param headroom capacity over the forecast; 0 for a fleet of the peak's size, negative for one of the mean's
     * @param leadRows rows that the forecast looks ahead
     * @param intervalS seconds between decisions
     */
    static PolicyRun run(
            String key, String label, String description, double headroom, int leadRows, double intervalS) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        boolean fixed = headroom <= 0;
        double fixedRps = headroom == 0 ? 38 : 18;
        var prefill = new RoleRun(Role.PREFILL, PREFILL_RPS, fixed ? fixedRps : rps(0) * 1.3);
        var decode = new RoleRun(Role.DECODE, DECODE_RPS, fixed ? fixedRps : rps(0) * 1.3);
        var series = new Series();
        double queue = 0;
        double gpuHours = 0;
        int peak = 0;
        for (int row = 0; row < ROWS; row++) {
            double offered = Math.max(0, rps(row) * (1 + 0.08 * random.nextGaussian()));
            double error = 1 + 0.03 * Math.sin(row / 9.0);
            double forecast = fixed ? Double.NaN : rps(Math.max(0, leadRows > 0 ? row : row - 12)) * error;
            double ahead = rps(Math.min(ROWS - 1, row + leadRows)) * error;
            if (!fixed && row % (int) (intervalS / STEP_S) == 0 && row > 0) {
                prefill.decide(row, ahead * headroom);
                decode.decide(row, ahead * headroom);
            }
            prefill.advance(row);
            decode.advance(row);
            double capacity = prefill.readyNow() * PREFILL_RPS;
            queue = Math.max(0, queue + (offered - capacity) * STEP_S);
            double load = Math.min(0.98, offered / capacity);
            double ttft = 110 + 90 * load * load + queue / capacity * 1000;
            double itl = 9 + 13 * Math.pow(Math.min(1.4, offered / (decode.readyNow() * DECODE_RPS)), 2.5);
            double spread = 1.5 + 0.15 * random.nextDouble();
            int gpus = (prefill.held() + decode.held()) * GPUS_PER_REPLICA;
            gpuHours += gpus * STEP_S / 3600;
            peak = Math.max(peak, gpus);
            series.add(
                    offered,
                    forecast,
                    ttft,
                    ttft * spread,
                    itl,
                    itl * (1.1 + 0.05 * random.nextDouble()),
                    gpus,
                    gpuHours);
        }
        var changes = new ArrayList<Change>(prefill.changes);
        changes.addAll(decode.changes);
        changes.sort((a, b) -> Double.compare(a.atS(), b.atS()));
        var notes = fixed
                ? List.<Note>of()
                : List.of(
                        new Note(0, "No forecast in the first window: planned from the measured load."),
                        new Note(1560, "Held for one interval: decode was still starting replicas."));
        return new PolicyRun(
                key,
                label,
                description,
                series.summary(gpuHours, peak, changes),
                series.timeline(prefill, decode),
                changes,
                notes);
    }

    private static double rps(int row) {
        double minute = row * STEP_S / 60;
        double first = 20 * Math.exp(-Math.pow((minute - 12) / 4.5, 2));
        double second = 26 * Math.exp(-Math.pow((minute - 29) / 3.2, 2));
        return 6 + first + second;
    }

    /** Replicas of a role. */
    private static final class RoleRun {
        private final Role role;
        private final double rpsPerReplica;
        private final List<Integer> wanted = new ArrayList<>();
        private final List<Integer> ready = new ArrayList<>();
        private final List<Integer> starting = new ArrayList<>();
        private final List<Integer> draining = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<Integer> readyAtRow = new ArrayList<>();
        private final List<Integer> goneAtRow = new ArrayList<>();
        private int target;
        private int readyCount;

        RoleRun(Role role, double rpsPerReplica, double firstRps) {
            this.role = role;
            this.rpsPerReplica = rpsPerReplica;
            this.target = (int) Math.ceil(firstRps / rpsPerReplica);
            this.readyCount = target;
        }

        void decide(int row, double demandRps) {
            int exact = Math.max(1, (int) Math.ceil(demandRps / rpsPerReplica));
            int next = Math.max(target - 1, Math.min(target + 3, exact));
            if (next == target) {
                return;
            }
            String binding = next < exact ? "step" : next > exact ? "stabilisation" : "demand";
            String reason = String.format(
                    Locale.ROOT,
                    "Forecast of %.1f requests/s needs %d %s replicas of %.1f requests/s each%s.",
                    demandRps,
                    exact,
                    role,
                    rpsPerReplica,
                    next == exact ? "" : "; one step goes to " + next);
            var derivation = List.of(
                    String.format(Locale.ROOT, "demand = %.2f requests/s, headroom included", demandRps),
                    String.format(
                            Locale.ROOT,
                            "%.2f / %.1f = %.2f, rounded up to %d",
                            demandRps,
                            rpsPerReplica,
                            demandRps / rpsPerReplica,
                            exact),
                    "limits: floor 1, at most 3 up and 1 down per decision: " + next);
            changes.add(new Change(row * STEP_S, role, target, next, reason, binding, derivation));
            for (int i = target; i < next; i++) {
                readyAtRow.add(row + START_ROWS);
            }
            for (int i = next; i < target; i++) {
                readyCount--;
                goneAtRow.add(row + DRAIN_ROWS);
            }
            target = next;
        }

        void advance(int row) {
            int before = readyAtRow.size();
            readyAtRow.removeIf(at -> at <= row);
            readyCount += before - readyAtRow.size();
            goneAtRow.removeIf(at -> at <= row);
            wanted.add(target);
            ready.add(readyNow());
            starting.add(readyAtRow.size());
            draining.add(goneAtRow.size());
        }

        int readyNow() {
            return Math.max(1, readyCount);
        }

        int held() {
            return readyNow() + readyAtRow.size() + goneAtRow.size();
        }

        RoleTimeline timeline() {
            return new RoleTimeline(wanted, ready, starting, draining);
        }
    }

    /** The curves of a policy, row by row. */
    private static final class Series {
        private final List<Double> offered = new ArrayList<>();
        private final List<Double> forecast = new ArrayList<>();
        private final List<Double> isl = new ArrayList<>();
        private final List<Double> osl = new ArrayList<>();
        private final List<Double> ttftP50 = new ArrayList<>();
        private final List<Double> ttftP95 = new ArrayList<>();
        private final List<Double> itlP50 = new ArrayList<>();
        private final List<Double> itlP95 = new ArrayList<>();
        private final List<Double> inside = new ArrayList<>();
        private final List<Double> gpus = new ArrayList<>();
        private final List<Double> gpuHours = new ArrayList<>();

        void add(
                double rps,
                double expected,
                double ttft,
                double ttft95,
                double itl,
                double itl95,
                int held,
                double hours) {
            int row = offered.size();
            offered.add(rps);
            forecast.add(expected);
            isl.add(3000 + 400 * Math.sin(row / 40.0));
            osl.add(240 + 30 * Math.cos(row / 25.0));
            ttftP50.add(ttft);
            ttftP95.add(ttft95);
            itlP50.add(itl);
            itlP95.add(itl95);
            inside.add(within(ttft, ttft95, 400) * within(itl, itl95, 25));
            gpus.add((double) held);
            gpuHours.add(hours);
        }

        /** A share that falls from one to nothing as the median nears the target. */
        private static double within(double p50, double p95, double target) {
            if (p95 <= target) {
                return 1 - 0.05 * Math.pow(p95 / target, 8);
            }
            return Math.max(0, Math.min(0.95, 0.5 + 0.45 * (target - p50) / (p95 - p50)));
        }

        Timeline timeline(RoleRun prefill, RoleRun decode) {
            return new Timeline(
                    STEP_S,
                    offered,
                    forecast,
                    isl,
                    osl,
                    ttftP50,
                    ttftP95,
                    itlP50,
                    itlP95,
                    inside,
                    gpus,
                    gpuHours,
                    PerRole.of(Role.PREFILL, prefill.timeline(), Role.DECODE, decode.timeline()));
        }

        Summary summary(double hours, int peakGpus, List<Change> changes) {
            double requests = 0;
            double both = 0;
            double ttft = 0;
            double itl = 0;
            for (int row = 0; row < ROWS; row++) {
                double arrived = offered.get(row) * STEP_S;
                requests += arrived;
                both += arrived * inside.get(row);
                ttft += arrived * within(ttftP50.get(row), ttftP95.get(row), 400);
                itl += arrived * within(itlP50.get(row), itlP95.get(row), 25);
            }
            long count = Math.round(requests);
            return new Summary(
                    count,
                    count - 31,
                    ttft / requests,
                    itl / requests,
                    both / requests,
                    new Percentiles(median(ttftP50), high(ttftP95, 0.9), high(ttftP95, 0.98)),
                    new Percentiles(median(itlP50), high(itlP95, 0.9), high(itlP95, 0.98)),
                    hours,
                    peakGpus,
                    changes.size(),
                    (int) changes.stream()
                                    .filter(change -> change.to() < change.from())
                                    .count()
                            / 6,
                    0);
        }

        private static double median(List<Double> values) {
            return high(values, 0.5);
        }

        private static double high(List<Double> values, double quantile) {
            return values.stream().sorted().toList().get((int) (values.size() * quantile));
        }
    }
}
