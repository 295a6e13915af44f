package io.dynamoplanner.core.demand;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** The newest elements of a sequence, oldest first: an immutable list, whose successor is one copy of an array. */
final class Newest<T> extends AbstractList<T> implements RandomAccess {
    private final Object[] elements;

    private Newest(Object[] elements) {
        this.elements = elements;
    }

    /** A copy, unless the list is such a one already. */
    static <T> Newest<T> of(List<T> elements) {
        return elements instanceof Newest<T> already ? already : new Newest<>(elements.toArray());
    }

    /** The list with one element more, less the oldest if there are more than {@code most}. */
    Newest<T> after(T element, int most) {
        int kept = Math.min(elements.length, most - 1);
        var next = new Object[kept + 1];
        System.arraycopy(elements, elements.length - kept, next, 0, kept);
        next[kept] = element;
        return new Newest<>(next);
    }

    @Override
    @SuppressWarnings("unchecked") // only elements of this type are written
    public T get(int index) {
        return (T) elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }
}
