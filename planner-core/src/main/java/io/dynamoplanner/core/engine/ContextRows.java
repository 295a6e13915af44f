package io.dynamoplanner.core.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The decode points of a profile as rows of nearly equal context length, shortest first, together with what the profile
 * says about the engine as a whole.
 *
 * @param rows at least one
 * @param gpusPerEngine as the profile implies: the least {@code concurrency / (itl * throughput)} of any point. Time
 *     that is not decoding (prefill of the next requests, waiting) lowers the measured throughput but not the ITL, so
 *     the least ratio is the cleanest
 * @param maxConcurrency the most requests that the profile shows the engine decoding at the same time
 */
record ContextRows(List<ContextRow> rows, double gpusPerEngine, double maxConcurrency) {
    /** Context lengths, and loads in a row, that differ by less count as equal. */
    private static final double SAME = 0.02;

    private record Load(double concurrency, double contextLength, double itlMs, double throughputPerGpu) {
        /** In proportion to the requests that are really decoded: Little's law, requests = rate times time each. */
        double decoded() {
            return itlMs * throughputPerGpu;
        }
    }

    static ContextRows of(EngineProfile.Decode decode) {
        List<List<Load>> clusters = clusters(decode);
        clusters.replaceAll(ContextRows::withoutWaiting);
        List<Load> loads = clusters.stream().flatMap(List::stream).toList();
        double gpus = loads.stream()
                .mapToDouble(l -> l.concurrency * 1000 / l.decoded())
                .min()
                .orElseThrow();
        double most = loads.stream().mapToDouble(Load::concurrency).max().orElseThrow();
        double floor = loads.stream().mapToDouble(Load::itlMs).min().orElseThrow();
        return new ContextRows(rows(clusters, floor), gpus, most);
    }

    private static List<List<Load>> clusters(EngineProfile.Decode decode) {
        List<Load> byContext = decode.samples().stream()
                .map(s -> new Load(
                        s.kvUsage() * decode.maxKvTokens() / s.contextLength(),
                        s.contextLength(),
                        s.itlMs(),
                        s.throughputPerGpu()))
                .sorted(Comparator.comparingDouble(Load::contextLength).thenComparingDouble(Load::concurrency))
                .toList();
        var clusters = new ArrayList<List<Load>>();
        double start = 0;
        for (Load load : byContext) {
            if (clusters.isEmpty() || load.contextLength > start * (1 + SAME)) {
                clusters.add(new ArrayList<>());
                start = load.contextLength;
            }
            clusters.get(clusters.size() - 1).add(load);
        }
        clusters.forEach(cluster -> cluster.sort(Comparator.comparingDouble(Load::concurrency)));
        return clusters;
    }

    /**
     * Drops the loads of a row beyond the one with the most requests really decoded. There the engine was at its limit
     * of sequences and the rest waited: ITL stays or falls although more requests are offered, and would flatter the
     * engine.
     */
    private static List<Load> withoutWaiting(List<Load> cluster) {
        int peak = 0;
        for (int i = 1; i < cluster.size(); i++) {
            if (cluster.get(i).decoded() >= cluster.get(peak).decoded()) {
                peak = i;
            }
        }
        return List.copyOf(cluster.subList(0, peak + 1));
    }

    private static List<ContextRow> rows(List<List<Load>> clusters, double floor) {
        var sweeps = new ArrayList<ContextRow>();
        for (List<Load> cluster : clusters) {
            MonotoneCubic curve = curve(cluster);
            if (curve.lastX() > curve.firstX()) {
                sweeps.add(new ContextRow(context(cluster), curve, floor));
            }
        }
        if (sweeps.isEmpty()) {
            return List.of(pooled(clusters, floor));
        }
        var rows = new ArrayList<ContextRow>();
        int nextSweep = 0;
        for (List<Load> cluster : clusters) {
            double context = context(cluster);
            if (nextSweep < sweeps.size() && sweeps.get(nextSweep).contextLength() == context) {
                rows.add(sweeps.get(nextSweep++));
            } else {
                ContextRow sweep = nearest(sweeps, context);
                double msPerKvToken = msPerKvToken(clusters, sweep.contextLength());
                rows.add(new ContextRow(context, borrowed(cluster, sweep, msPerKvToken), floor));
            }
        }
        return List.copyOf(rows);
    }

    private static MonotoneCubic curve(List<Load> cluster) {
        return LoadCurve.fit(
                cluster.stream()
                        .map(l -> new LoadCurve.Point(l.concurrency, l.itlMs))
                        .toList(),
                SAME);
    }

    private static double context(List<Load> cluster) {
        return cluster.stream().mapToDouble(Load::contextLength).average().orElseThrow();
    }

    /** Where no context length was measured at two loads: one row over KV usage, whatever the context length. */
    private static ContextRow pooled(List<List<Load>> clusters, double floor) {
        double shortest = context(clusters.get(0));
        MonotoneCubic curve = LoadCurve.fit(
                clusters.stream()
                        .flatMap(List::stream)
                        .map(l -> new LoadCurve.Point(l.concurrency * l.contextLength / shortest, l.itlMs))
                        .sorted(Comparator.comparingDouble(LoadCurve.Point::x))
                        .toList(),
                SAME);
        if (curve.lastX() <= curve.firstX()) {
            throw new ProfileException("x_kv_usage has one load only, so ITL under other loads is unknown:"
                    + " measure at least two loads that differ by more than 2 %");
        }
        return new ContextRow(shortest, curve, floor);
    }

    private static ContextRow nearest(List<ContextRow> sweeps, double context) {
        return sweeps.stream()
                .min(Comparator.comparingDouble(row -> Math.abs(StrictMath.log(row.contextLength() / context))))
                .orElseThrow();
    }

    /**
     * A curve for a context length that was measured at one load: that of the nearest sweep at equal concurrency, plus
     * the reading of its longer KV cache, scaled to pass through the one measured point.
     */
    private static MonotoneCubic borrowed(List<Load> cluster, ContextRow sweep, double msPerKvToken) {
        MonotoneCubic known = curve(cluster);
        double at = known.firstX();
        double extraTokens = Math.max(0, context(cluster) - sweep.contextLength());
        double[] loads = sweep.curve().knotsWith(at);
        double start = loads[0];
        double scale = known.firstY() / (sweep.itlMs(at) + msPerKvToken * (at - start) * extraTokens);
        double[] itl = new double[loads.length];
        for (int i = 0; i < loads.length; i++) {
            itl[i] = scale * (sweep.itlMs(loads[i]) + msPerKvToken * (loads[i] - start) * extraTokens);
        }
        return new MonotoneCubic(loads, itl);
    }

    /**
     * What one more token in the KV cache costs: the median slope (Theil and Sen, one outlier does no harm) of ITL over
     * context length among the points with about one request in flight, from a context length on; 0 if there are fewer
     * than two of them.
     */
    private static double msPerKvToken(List<List<Load>> clusters, double fromContext) {
        List<Load> single = clusters.stream()
                .map(cluster -> cluster.get(0))
                .filter(load -> load.concurrency <= 1 + SAME && load.contextLength >= fromContext * (1 - SAME))
                .toList();
        var slopes = new ArrayList<Double>();
        for (int i = 0; i < single.size(); i++) {
            for (int j = i + 1; j < single.size(); j++) {
                slopes.add((single.get(j).itlMs - single.get(i).itlMs)
                        / (single.get(j).contextLength - single.get(i).contextLength));
            }
        }
        if (slopes.isEmpty()) {
            return 0;
        }
        slopes.sort(Comparator.naturalOrder());
        int middle = slopes.size() / 2;
        double median = slopes.size() % 2 == 1 ? slopes.get(middle) : (slopes.get(middle - 1) + slopes.get(middle)) / 2;
        return Math.max(0, median);
    }
}
