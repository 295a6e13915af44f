package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.demand.StepErrors.Missed;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The newest errors, oldest first, which also knows them by their size: an immutable list.
 *
 * <p>A quantile of the errors is asked for after each window, and a window brings one error and takes one away. So their
 * order by size is kept from window to window and is not sorted anew. It is kept as numbers of errors, one byte each, since
 * each version has its own.
 */
final class Errors extends AbstractList<Missed> implements RandomAccess {
    /** The rarest error that a level of 0.99 asks for is seen twice, and a season is not kept for long. */
    static final int REMEMBERED = 200;

    static final Errors NONE = new Errors(Newest.of(List.of()), 0, new byte[0]);

    private final Newest<Missed> errors;
    /** Number of the oldest error. Errors are numbered as they come, modulo 256, which is more than are remembered. */
    private final int first;
    /** Numbers of the errors, the smallest error first; of equal ones the older first. */
    private final byte[] bySize;

    private Errors(Newest<Missed> errors, int first, byte[] bySize) {
        this.errors = errors;
        this.first = first;
        this.bySize = bySize;
    }

    static Errors of(List<Missed> errors) {
        Errors all = NONE;
        for (Missed error : errors) {
            all = all.after(error);
        }
        return all;
    }

    /** One more; the oldest is forgotten if there are too many. */
    Errors after(Missed error) {
        int size = errors.size();
        boolean full = size == REMEMBERED;
        // among equal ones the oldest comes first, and the newest last
        int leaves = full ? countBelow(errors.get(0).score(), false) : size;
        int enters = countBelow(error.score(), true);
        enters -= leaves < enters ? 1 : 0;
        var next = new byte[full ? size : size + 1];
        // without the one that leaves, the order is what is before it and what is behind it
        copy(leaves, 0, next, 0, enters);
        next[enters] = (byte) (first + size);
        copy(leaves, enters, next, enters + 1, next.length - 1 - enters);
        return new Errors(errors.after(error, REMEMBERED), full ? first + 1 : first, next);
    }

    /** Copies from the order by size as if one of its places were not there. */
    private void copy(int without, int from, byte[] to, int at, int count) {
        int before = Math.max(0, Math.min(count, without - from));
        System.arraycopy(bySize, from, to, at, before);
        if (count > before) {
            System.arraycopy(bySize, from + before + 1, to, at + before, count - before);
        }
    }

    /** How many errors are smaller, or not larger. */
    private int countBelow(double score, boolean orEqual) {
        int low = 0;
        int high = errors.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int compared = Double.compare(bySize(middle).score(), score);
            if (compared < 0 || (orEqual && compared == 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The error with so many before it in the order of size. */
    Missed bySize(int index) {
        return errors.get((bySize[index] - first) & 0xFF);
    }

    @Override
    public Missed get(int index) {
        return errors.get(index);
    }

    @Override
    public int size() {
        return errors.size();
    }
}
