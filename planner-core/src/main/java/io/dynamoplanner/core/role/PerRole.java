package io.dynamoplanner.core.role;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An immutable value for each role of a graph, in role order.
 *
 * <p>Backed by two small arrays: a graph has one to three roles, and the map is built several times in each tick.
 *
 * @param <V> value type; never null
 */
public final class PerRole<V> implements Iterable<PerRole.Entry<V>> {
    private static final PerRole<?> EMPTY = new PerRole<>(new Role[0], new Object[0]);

    private final Role[] roles;
    private final Object[] values;

    private PerRole(Role[] roles, Object[] values) {
        this.roles = roles;
        this.values = values;
    }

    /** One role and its value. */
    public record Entry<V>(Role role, V value) {}

    @SuppressWarnings("unchecked") // an empty map holds no value of any type
    public static <V> PerRole<V> empty() {
        return (PerRole<V>) EMPTY;
    }

    public static <V> PerRole<V> of(Role role, V value) {
        return new PerRole<>(new Role[] {role}, new Object[] {value});
    }

    /** Two roles; the order of the arguments does not matter. */
    public static <V> PerRole<V> of(Role first, V firstValue, Role second, V secondValue) {
        int order = first.compareTo(second);
        if (order == 0) {
            throw new IllegalArgumentException("role " + first + " given twice");
        }
        return order < 0
                ? new PerRole<>(new Role[] {first, second}, new Object[] {firstValue, secondValue})
                : new PerRole<>(new Role[] {second, first}, new Object[] {secondValue, firstValue});
    }

    public static <V> PerRole<V> copyOf(Map<Role, ? extends V> map) {
        var sorted = new TreeMap<Role, V>(map);
        return new PerRole<>(
                sorted.keySet().toArray(new Role[0]), sorted.values().toArray());
    }

    /** The value that {@code valueOf} gives for each role. */
    public static <V> PerRole<V> build(Iterable<Role> roles, Function<Role, ? extends V> valueOf) {
        var map = new TreeMap<Role, V>();
        for (Role role : roles) {
            map.put(role, valueOf.apply(role));
        }
        return copyOf(map);
    }

    public boolean has(Role role) {
        return indexOf(role) >= 0;
    }

    /**
     * The value of a role that is known to be present.
     *
     * @throws NoSuchElementException if the role has no value
     */
    public V get(Role role) {
        int i = indexOf(role);
        if (i < 0) {
            throw new NoSuchElementException("no value for role " + role + " among " + roles());
        }
        return valueAt(i);
    }

    public V getOr(Role role, V fallback) {
        int i = indexOf(role);
        return i < 0 ? fallback : valueAt(i);
    }

    public Optional<V> find(Role role) {
        int i = indexOf(role);
        return i < 0 ? Optional.empty() : Optional.of(valueAt(i));
    }

    public int size() {
        return roles.length;
    }

    public boolean isEmpty() {
        return roles.length == 0;
    }

    public Role roleAt(int index) {
        return roles[index];
    }

    @SuppressWarnings("unchecked") // the factories store only V
    public V valueAt(int index) {
        return (V) values[index];
    }

    public List<Role> roles() {
        return List.of(roles);
    }

    public List<V> values() {
        var list = new ArrayList<V>(values.length);
        for (int i = 0; i < values.length; i++) {
            list.add(valueAt(i));
        }
        return List.copyOf(list);
    }

    /** A copy in which {@code role} has {@code value}, replaced or added. */
    public PerRole<V> with(Role role, V value) {
        int i = indexOf(role);
        if (i >= 0) {
            Object[] copy = values.clone();
            copy[i] = value;
            return new PerRole<>(roles, copy);
        }
        int at = 0;
        while (at < roles.length && roles[at].compareTo(role) < 0) {
            at++;
        }
        return new PerRole<>(inserted(roles, at, role), inserted(values, at, value));
    }

    private static <T> T[] inserted(T[] array, int at, T element) {
        T[] longer = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, at, longer, at + 1, array.length - at);
        longer[at] = element;
        return longer;
    }

    /** The same roles with values computed from role and value. */
    public <R> PerRole<R> map(BiFunction<Role, ? super V, ? extends R> f) {
        Object[] mapped = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            mapped[i] = f.apply(roles[i], valueAt(i));
        }
        return new PerRole<>(roles, mapped);
    }

    public Map<Role, V> asMap() {
        var map = new TreeMap<Role, V>();
        for (int i = 0; i < roles.length; i++) {
            map.put(roles[i], valueAt(i));
        }
        return map;
    }

    private int indexOf(Role role) {
        for (int i = 0; i < roles.length; i++) {
            if (roles[i].equals(role)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Iterator<Entry<V>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < roles.length;
            }

            @Override
            public Entry<V> next() {
                if (next >= roles.length) {
                    throw new NoSuchElementException();
                }
                var entry = new Entry<>(roles[next], valueAt(next));
                next++;
                return entry;
            }
        };
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PerRole<?> other
                && Arrays.equals(roles, other.roles)
                && Arrays.equals(values, other.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(roles) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
