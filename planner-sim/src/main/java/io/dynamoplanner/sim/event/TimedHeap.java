package io.dynamoplanner.sim.event;

import java.util.Arrays;

/** Requests ordered by a key (a time, or a reading of a token clock): a binary heap in two arrays. */
public final class TimedHeap {
    private double[] keys = new double[16];
    private int[] requests = new int[16];
    private int size;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The smallest key; infinite when empty. */
    public double firstKey() {
        return size == 0 ? Agenda.NEVER : keys[0];
    }

    /** Key of the {@code i}-th entry in heap order, {@code i} below {@link #size()}. */
    public double keyAt(int i) {
        return keys[i];
    }

    /** Request of the {@code i}-th entry in heap order, {@code i} below {@link #size()}. */
    public int requestAt(int i) {
        return requests[i];
    }

    public void add(double key, int request) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            requests = Arrays.copyOf(requests, 2 * size);
        }
        int i = size++;
        while (i > 0) {
            int parent = (i - 1) >>> 1;
            if (keys[parent] <= key) {
                break;
            }
            keys[i] = keys[parent];
            requests[i] = requests[parent];
            i = parent;
        }
        keys[i] = key;
        requests[i] = request;
    }

    /** Takes the request with the smallest key; the heap must not be empty. */
    public int removeFirst() {
        int first = requests[0];
        size--;
        double key = keys[size];
        int request = requests[size];
        int i = 0;
        while (true) {
            int child = 2 * i + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (keys[child] >= key) {
                break;
            }
            keys[i] = keys[child];
            requests[i] = requests[child];
            i = child;
        }
        keys[i] = key;
        requests[i] = request;
        return first;
    }

    public void clear() {
        size = 0;
    }
}
