package io.dynamoplanner.predict.prophet;

/**
 * Everything that a least-squares fit of the curve needs to know about the history, so that a fit with hundreds of
 * evaluations reads the history once.
 *
 * <p><b>The curve</b> is linear in its coefficients: {@code slope·t + offset + Σ change_j·max(0, t - s_j) + Σ weight_k·f_k(t)}, with
 * changepoints {@code s_j} and seasonal features {@code f_k}. So the sum of squared residuals is a quadratic form of them.
 * It is taken around the straight line through the first and the last point, where the fit starts: with {@code d} the
 * coefficients less those of the line, {@code r} the residuals of the line and {@code X} the columns,
 * {@code |r - Xd|² = |r|² - 2 d·X'r + d'X'Xd}. Residuals of a good fit are then not the small difference of large numbers
 * more than they must be.
 *
 * <p><b>Suffix sums.</b> A column of the trend is 0 before its changepoint and linear after it. Products of two of them need only
 * the sums of 1, t and t² from the later changepoint on; products with a value or a feature only those of it and of it
 * times t. All are read from one backward pass.
 */
final class NormalEquations {
    /** Columns of the plain line: slope and offset. */
    static final int LINE = 2;

    private final int points;
    private final int changes;
    private final int columns;
    private final double startSlope;
    private final double startOffset;
    private final double startSquares;
    private final double[] moments;
    private final double[] products;

    NormalEquations(Series series, int[] changepoints, Seasons seasons) {
        points = series.size();
        changes = changepoints.length;
        int features = seasons.features();
        columns = LINE + changes + features;
        moments = new double[columns];
        products = new double[columns * columns];

        startSlope = series.value(points - 1) - series.value(0);
        startOffset = series.value(0);
        startSquares = sums(series, changepoints, seasons, features);
    }

    private double sums(Series series, int[] changepoints, Seasons seasons, int features) {
        double[] feature = new double[features];
        double[] featureSum = new double[features];
        double[] featureTimeSum = new double[features];
        double n = 0;
        double t1 = 0;
        double t2 = 0;
        double r1 = 0;
        double rt = 0;
        double squares = 0;
        int next = changes - 1;
        int first = LINE + changes;
        for (int i = points - 1; i >= 0; i--) {
            double t = series.time(i);
            double r = series.value(i) - startSlope * t - startOffset;
            n++;
            t1 += t;
            t2 += t * t;
            r1 += r;
            rt += r * t;
            squares += r * r;
            if (features > 0) {
                seasons.write(series.day(i), feature);
                for (int a = 0; a < features; a++) {
                    featureSum[a] += feature[a];
                    featureTimeSum[a] += feature[a] * t;
                    moments[first + a] += r * feature[a];
                    for (int b = 0; b <= a; b++) {
                        products[(first + a) * columns + first + b] += feature[a] * feature[b];
                    }
                }
            }
            if (next >= 0 && changepoints[next] == i) {
                bend(series, changepoints, next--, t, n, t1, t2);
                moments[LINE + next + 1] = rt - t * r1;
                for (int a = 0; a < features; a++) {
                    products[(first + a) * columns + LINE + next + 1] = featureTimeSum[a] - t * featureSum[a];
                }
            }
        }
        products[0] = t2;
        products[columns] = t1;
        products[columns + 1] = n;
        moments[0] = rt;
        moments[1] = r1;
        for (int a = 0; a < features; a++) {
            products[(first + a) * columns] = featureTimeSum[a];
            products[(first + a) * columns + 1] = featureSum[a];
        }
        for (int a = 0; a < columns; a++) {
            for (int b = 0; b < a; b++) {
                products[b * columns + a] = products[a * columns + b];
            }
        }
        return squares;
    }

    /** Products of the column that bends at {@code s} with the line and with the columns that bend before. */
    private void bend(Series series, int[] changepoints, int j, double s, double n, double t1, double t2) {
        int row = (LINE + j) * columns;
        products[row] = t2 - s * t1;
        products[row + 1] = t1 - s * n;
        for (int before = 0; before <= j; before++) {
            double earlier = series.time(changepoints[before]);
            products[row + LINE + before] = t2 - (s + earlier) * t1 + s * earlier * n;
        }
    }

    int points() {
        return points;
    }

    /** Number of changepoints; their columns come after the {@link #LINE}, those of the seasons after them. */
    int changes() {
        return changes;
    }

    int columns() {
        return columns;
    }

    double startSlope() {
        return startSlope;
    }

    double startOffset() {
        return startOffset;
    }

    /** {@code X'X} at a row and a column. */
    double product(int row, int column) {
        return products[row * columns + column];
    }

    /**
     * The sum of squared residuals.
     *
     * @param coefficients slope, offset, changes and weights; may be longer
     * @param halfGradient receives half of the derivative by each of them
     */
    double squares(double[] coefficients, double[] halfGradient) {
        double sum = startSquares;
        for (int a = 0; a < columns; a++) {
            double row = 0;
            int base = a * columns;
            for (int b = 0; b < columns; b++) {
                row += products[base + b] * moved(coefficients, b);
            }
            halfGradient[a] = row - moments[a];
            sum += moved(coefficients, a) * (row - 2 * moments[a]);
        }
        return Math.max(0, sum);
    }

    private double moved(double[] coefficients, int column) {
        return coefficients[column] - (column == 0 ? startSlope : column == 1 ? startOffset : 0);
    }
}
