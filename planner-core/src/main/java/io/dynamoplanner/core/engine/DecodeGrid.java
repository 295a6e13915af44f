package io.dynamoplanner.core.engine;

/**
 * Decode as the reference planner's releases 0.6 to 1.0 see it: ITL and throughput on a grid of 100 by 100 nodes over
 * KV usage (0 to 1) and context length (0 to the longest measured), and no interpolation between nodes.
 *
 * <p>Node values come from a {@link CloughTocher} surface on the {@link Delaunay} triangulation of the points in raw
 * units; nodes outside the hull take the value of the nearest point, which, in raw units, is nearest in context length
 * first. A query is rounded to the nearest node, half to even. The best point is the right-most node of the row that
 * meets the target, even where a node to its left does not. {@link MonotoneDecode} has none of these limits.
 */
public final class DecodeGrid implements DecodePerformance {
    private static final int NODES = 100;

    private final double maxKvTokens;
    private final double usageStep;
    private final double contextStep;
    private final double[] usageAxis;
    /** Row by row: the index is row * NODES + column. */
    private final double[] itl;

    private final double[] throughput;
    /** Least ITL from this node to the right end of its row: it rises with the column, so it can be bisected. */
    private final double[] leastItlToTheRight;

    /**
     * @throws ProfileException if there are fewer than three points, a point occurs twice, all points are on one line,
     *     or a number is not finite
     */
    public DecodeGrid(EngineProfile.Decode decode) {
        ProfileArray usage =
                ProfileArray.kvUsage(decode).requireSize(3, "a surface").requireFinite();
        ProfileArray context = ProfileArray.contextLength(decode).requirePositive();
        ProfileArray.itl(decode).requireFinite();
        ProfileArray.decodeThroughput(decode).requireFinite();
        ProfileArray.maxKvTokens(decode).requirePositive();
        double[] u = usage.toArray();
        double[] length = context.toArray();
        requireDistinct(usage, u, length);

        maxKvTokens = decode.maxKvTokens();
        usageAxis = axis(1);
        double longest = length[0];
        for (double l : length) {
            longest = Math.max(longest, l);
        }
        double[] contextAxis = axis(longest);
        usageStep = usageAxis[1] - usageAxis[0];
        contextStep = contextAxis[1] - contextAxis[0];

        var mesh = new Delaunay(u, length, "x_kv_usage and y_context_length");
        double[] itlPoints = ProfileArray.itl(decode).toArray();
        double[] throughputPoints = ProfileArray.decodeThroughput(decode).toArray();
        var itlSurface = new CloughTocher(mesh, itlPoints);
        var throughputSurface = new CloughTocher(mesh, throughputPoints);
        itl = new double[NODES * NODES];
        throughput = new double[NODES * NODES];
        double[] barycentric = new double[3];
        for (int row = 0; row < NODES; row++) {
            for (int column = 0; column < NODES; column++) {
                int node = row * NODES + column;
                int triangle = mesh.locate(usageAxis[column], contextAxis[row], barycentric);
                if (triangle >= 0) {
                    itl[node] = itlSurface.value(triangle, barycentric);
                    throughput[node] = throughputSurface.value(triangle, barycentric);
                } else {
                    int nearest = nearest(u, length, usageAxis[column], contextAxis[row]);
                    itl[node] = itlPoints[nearest];
                    throughput[node] = throughputPoints[nearest];
                }
            }
        }
        leastItlToTheRight = leastToTheRight(itl);
    }

    private static void requireDistinct(ProfileArray usage, double[] u, double[] length) {
        for (int i = 0; i < u.length; i++) {
            for (int j = 0; j < i; j++) {
                if (u[i] == u[j] && length[i] == length[j]) {
                    throw usage.bad(
                            i,
                            "with y_context_length = " + length[i] + " occurs also at index " + j,
                            "keep one point for each load or choose the interpolation MONOTONE, which takes the mean");
                }
            }
        }
    }

    private static double[] axis(double end) {
        double[] axis = new double[NODES];
        double step = end / (NODES - 1);
        for (int i = 0; i < NODES; i++) {
            axis[i] = i * step;
        }
        axis[NODES - 1] = end;
        return axis;
    }

    private static int nearest(double[] u, double[] length, double atUsage, double atLength) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < u.length; i++) {
            double du = u[i] - atUsage;
            double dl = length[i] - atLength;
            double distance = du * du + dl * dl;
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    private static double[] leastToTheRight(double[] itl) {
        double[] least = itl.clone();
        for (int node = least.length - 2; node >= 0; node--) {
            if (node % NODES != NODES - 1) {
                least[node] = Math.min(least[node], least[node + 1]);
            }
        }
        return least;
    }

    /** The row, 0 to 99, that a context length is rounded to. */
    public int row(double contextLength) {
        return clip(Math.rint(contextLength / contextStep));
    }

    /** The column, 0 to 99, that a KV usage is rounded to. */
    public int column(double kvUsage) {
        return clip(Math.rint(kvUsage / usageStep));
    }

    private static int clip(double index) {
        return (int) Math.max(0, Math.min(index, NODES - 1));
    }

    @Override
    public double itlMs(double concurrency, double contextLength) {
        return itl[node(concurrency, contextLength)];
    }

    /** Output tokens per second and GPU with {@code concurrency} requests of {@code contextLength} tokens. */
    public double throughputPerGpu(double concurrency, double contextLength) {
        return throughput[node(concurrency, contextLength)];
    }

    private int node(double concurrency, double contextLength) {
        return row(contextLength) * NODES + column(concurrency * contextLength / maxKvTokens);
    }

    /** ITL in ms at a node of the grid; both indices 0 to 99. */
    public double itlAt(int row, int column) {
        return itl[row * NODES + column];
    }

    /** Output tokens per second and GPU at a node of the grid; both indices 0 to 99. */
    public double throughputAt(int row, int column) {
        return throughput[row * NODES + column];
    }

    @Override
    public DecodePoint best(double itlTargetMs, double contextLength) {
        int start = row(contextLength) * NODES;
        if (!(leastItlToTheRight[start] <= itlTargetMs)) {
            return new DecodePoint(false, throughput[start], itl[start], usageAxis[0]);
        }
        // The last column whose "least to the right" meets the target meets it itself.
        int low = 0;
        int high = NODES;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (leastItlToTheRight[start + middle] <= itlTargetMs) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new DecodePoint(true, throughput[start + low], itl[start + low], usageAxis[low]);
    }

    @Override
    public double maxKvTokens() {
        return maxKvTokens;
    }
}
