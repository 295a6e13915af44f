package io.dynamoplanner.predict.adaptive;

import java.util.List;

/**
 * The experts and how they are heard together.
 *
 * <p><b>Weight.</b> Each expert has a recent loss, the mean of its absolute errors in which a window counts half after
 * thirty-five windows. An expert weighs the eighth power of the least loss over its own: one that is 10 % worse than the best weighs
 * half, one that is twice as bad nothing. So the mixture is near the best expert where one stands out, and the mean of
 * the good ones where several do, whose errors partly cancel. Absolute errors, because the squares of a heavy-tailed load
 * would be about its outliers only.
 *
 * <p>An expert that cannot say yet weighs nothing and is charged the loss of the mixture, so that it starts as one of
 * the better ones when it wakes, and has to prove itself.
 *
 * <p>The numbers of a panel are one array: a loss per expert, then the numbers of each expert.
 */
final class Panel {
    private static final double LOSS_SHARE = 0.02;

    private final List<Expert> experts;
    private final int[] at;
    private final int size;

    Panel(List<Expert> experts) {
        this.experts = List.copyOf(experts);
        this.at = new int[experts.size()];
        int next = experts.size();
        for (int i = 0; i < at.length; i++) {
            at[i] = next;
            next += experts.get(i).size();
        }
        this.size = next;
    }

    int size() {
        return size;
    }

    double[] fresh() {
        double[] state = new double[size];
        for (int i = 0; i < at.length; i++) {
            experts.get(i).begin(state, at[i]);
        }
        return state;
    }

    /** What each expert says, inside the bounds; NaN where one is silent. */
    double[] forecasts(double[] state, long index, int steps, double bound) {
        double[] said = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double value = experts.get(i).ahead(state, at[i], index, steps);
            // An overflow on the way is a forecast nobody believes, not a silent expert: it is bounded like a large
            // one.
            said[i] = Double.isNaN(value) ? value : Math.max(0, Math.min(bound, value));
        }
        return said;
    }

    /** The weighted mean of what was said. */
    double heard(double[] state, double[] said) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < at.length; i++) {
            least = Double.isNaN(said[i]) ? least : Math.min(least, state[i]);
        }
        double weights = 0;
        double sum = 0;
        for (int i = 0; i < at.length; i++) {
            if (!Double.isNaN(said[i])) {
                double ratio = state[i] == least ? 1 : least / state[i];
                double square = ratio * ratio;
                double weight = square * square * square * square;
                weights += weight;
                sum += weight * said[i];
            }
        }
        return sum / weights;
    }

    /**
     * Charges each expert its error.
     *
     * @param points values before this one, at least 1
     * @param most largest error that is charged
     */
    void charge(double[] state, double[] said, double heard, double value, int points, double most) {
        double share = Math.max(LOSS_SHARE, 1.0 / points);
        for (int i = 0; i < at.length; i++) {
            double error = Math.abs(value - (Double.isNaN(said[i]) ? heard : said[i]));
            state[i] += share * (Math.min(most, error) - state[i]);
        }
    }

    void anchor(double[] state, long index, double value) {
        for (int i = 0; i < at.length; i++) {
            experts.get(i).anchor(state, at[i], index, value);
        }
    }

    void learn(double[] state, long index, double value) {
        for (int i = 0; i < at.length; i++) {
            experts.get(i).learn(state, at[i], index, value);
        }
    }

    void skip(double[] state, long windows) {
        for (int i = 0; i < at.length; i++) {
            experts.get(i).skip(state, at[i], windows);
        }
    }
}
