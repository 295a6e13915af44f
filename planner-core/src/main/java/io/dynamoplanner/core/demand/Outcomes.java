package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.demand.Outcomes.Outcome;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** How the newest windows that tell something came out, oldest first, and what they add up to: an immutable list. */
final class Outcomes extends AbstractList<Outcome> implements RandomAccess {
    static final Outcomes NONE = new Outcomes(Newest.of(List.of()));

    private final Newest<Outcome> newest;
    private final double weight;
    private final double covered;

    private Outcomes(Newest<Outcome> newest) {
        double all = 0;
        double kept = 0;
        // running sums would drift
        for (int i = 0; i < newest.size(); i++) {
            Outcome outcome = newest.get(i);
            all += outcome.weight();
            kept += outcome.covered() ? outcome.weight() : 0;
        }
        this.newest = newest;
        this.weight = all;
        this.covered = kept;
    }

    static Outcomes of(List<Outcome> outcomes) {
        return new Outcomes(Newest.of(outcomes));
    }

    /** Whether the fleet of a window was sized for its load, and the requests that came. */
    record Outcome(double weight, boolean covered) {}

    Outcomes after(Outcome outcome) {
        return new Outcomes(newest.after(outcome, Errors.REMEMBERED));
    }

    double meanWeight() {
        return weight / newest.size();
    }

    /** Share of the requests whose window was covered; 1 if nothing was seen. */
    double achieved() {
        return newest.isEmpty() ? 1 : covered / weight;
    }

    @Override
    public Outcome get(int index) {
        return newest.get(index);
    }

    @Override
    public int size() {
        return newest.size();
    }
}
