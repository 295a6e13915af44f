package io.dynamoplanner.core.forwardpass;

import java.util.ArrayList;
import java.util.List;

/**
 * The passes of one workload that are kept to learn from. Immutable.
 *
 * <p>Busy hours must not push out what is known about quiet ones. So the span between the least and the largest number seen
 * so far is divided into cells of equal width, the same number on each axis, and when there are more passes than may be
 * kept, the fullest cell loses its oldest one. Of several cells that are equally full it is the one that holds the oldest
 * pass, so the same passes in the same order always leave the same ones behind.
 */
public final class PassSamples {
    private final Workload workload;
    private final int most;
    private final int cells;
    private final List<ForwardPass> passes;
    private final Span first;
    private final Span second;

    private PassSamples(Workload workload, int most, int cells, List<ForwardPass> passes, Span first, Span second) {
        this.workload = workload;
        this.most = most;
        this.cells = cells;
        this.passes = passes;
        this.first = first;
        this.second = second;
    }

    /**
     * @param most passes that are kept, 1 or more
     * @param cells cells altogether; where a workload has two axes, each gets the square root of it
     */
    public static PassSamples none(Workload workload, int most, int cells) {
        if (most < 1 || cells < 1) {
            throw new IllegalArgumentException("most and cells must be 1 or more, got " + most + " and " + cells);
        }
        int perAxis = workload.axes() == 1 ? cells : (int) Math.rint(Math.sqrt(cells));
        return new PassSamples(workload, most, Math.max(1, perAxis), List.of(), Span.EMPTY, Span.EMPTY);
    }

    /** Oldest first. */
    public List<ForwardPass> passes() {
        return passes;
    }

    public Workload workload() {
        return workload;
    }

    /** With this pass as the newest; a pass that teaches nothing, or is of another workload, changes nothing. */
    public PassSamples with(ForwardPass pass) {
        if (!pass.teaches() || pass.workload().filter(workload::equals).isEmpty()) {
            return this;
        }
        Span widerFirst = first.including(workload.first(pass));
        Span widerSecond = second.including(workload.second(pass));
        var more = new ArrayList<ForwardPass>(passes);
        more.add(pass);
        if (more.size() > most) {
            more.remove(surplus(more, widerFirst, widerSecond));
        }
        return new PassSamples(workload, most, cells, List.copyOf(more), widerFirst, widerSecond);
    }

    private int surplus(List<ForwardPass> all, Span x, Span z) {
        int perSecond = workload.axes() == 1 ? 1 : cells;
        var count = new int[cells * perSecond];
        var cellOf = new int[all.size()];
        for (int i = 0; i < cellOf.length; i++) {
            ForwardPass pass = all.get(i);
            cellOf[i] = x.cell(workload.first(pass), cells) * perSecond + z.cell(workload.second(pass), perSecond);
            count[cellOf[i]]++;
        }
        int oldest = 0;
        for (int i = 1; i < cellOf.length; i++) {
            oldest = count[cellOf[i]] > count[cellOf[oldest]] ? i : oldest;
        }
        return oldest;
    }

    /** The numbers seen so far on one axis; it only widens. */
    private record Span(double low, double high) {
        static final Span EMPTY = new Span(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

        Span including(double value) {
            return new Span(Math.min(low, value), Math.max(high, value));
        }

        int cell(double value, int cells) {
            if (!(high > low)) {
                return 0;
            }
            return (int) Math.max(0, Math.min(cells - 1L, (long) ((value - low) / (high - low) * cells)));
        }
    }
}
