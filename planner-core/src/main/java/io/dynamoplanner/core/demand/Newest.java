package io.dynamoplanner.core.demand;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The newest elements of a sequence, oldest first: an immutable list whose successor costs no copy.
 *
 * <p>A list and its successor share an array, in which the successor begins and ends one further on. An element of the array
 * is written once, by the first successor that claims it; another successor of the same list, as a what-if has it, gets
 * an array of its own. So nothing that a list shows ever changes, whichever thread looks.
 */
final class Newest<T> extends AbstractList<T> implements RandomAccess {
    private static final int LEAST_ROOM = 16;

    private final Object[] shared;
    /** How many elements of the array are taken. */
    private final AtomicInteger taken;

    private final int from;
    private final int size;

    private Newest(Object[] shared, AtomicInteger taken, int from, int size) {
        this.shared = shared;
        this.taken = taken;
        this.from = from;
        this.size = size;
    }

    /** A copy, unless the list is such a one already. */
    static <T> Newest<T> of(List<T> elements) {
        if (elements instanceof Newest<T> already) {
            return already;
        }
        Object[] all = elements.toArray();
        return new Newest<>(all, new AtomicInteger(all.length), 0, all.length);
    }

    /** The list with one element more, less the oldest if there are more than {@code most}. */
    Newest<T> after(T element, int most) {
        int kept = Math.min(size, most - 1);
        int first = from + size - kept;
        int end = from + size;
        if (end < shared.length && taken.compareAndSet(end, end + 1)) {
            shared[end] = element;
            return new Newest<>(shared, taken, first, kept + 1);
        }
        var own = new Object[kept + Math.max(LEAST_ROOM, kept)];
        System.arraycopy(shared, first, own, 0, kept);
        own[kept] = element;
        return new Newest<>(own, new AtomicInteger(kept + 1), 0, kept + 1);
    }

    @Override
    @SuppressWarnings("unchecked") // only elements of this type are written
    public T get(int index) {
        return (T) shared[from + index];
    }

    @Override
    public int size() {
        return size;
    }
}
