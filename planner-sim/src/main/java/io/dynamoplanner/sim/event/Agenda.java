package io.dynamoplanner.sim.event;

import java.util.Arrays;

/**
 * When each source of events fires next: an indexed binary heap of slots.
 *
 * <p>A source owns a slot and moves the slot's time whenever its plans change, so nothing is ever queued that is later
 * cancelled, and the heap stays as small as the fleet. Slots that fire at the same instant fire in slot order.
 */
public final class Agenda {
    public static final double NEVER = Double.POSITIVE_INFINITY;

    private double[] times;
    private int[] heap;
    private int[] positions;
    private int size;

    /** An agenda whose first {@code slots} slots exist and never fire until they are set. */
    public Agenda(int slots) {
        times = new double[slots];
        heap = new int[slots];
        positions = new int[slots];
        for (int i = 0; i < slots; i++) {
            addSlot();
        }
    }

    /** A new slot, numbered in order of creation; it never fires until it is set. */
    public int addSlot() {
        if (size == times.length) {
            int capacity = Math.max(16, 2 * size);
            times = Arrays.copyOf(times, capacity);
            heap = Arrays.copyOf(heap, capacity);
            positions = Arrays.copyOf(positions, capacity);
        }
        int slot = size++;
        times[slot] = NEVER;
        heap[slot] = slot;
        positions[slot] = slot;
        return slot;
    }

    /** The slot that fires next. */
    public int nextSlot() {
        return heap[0];
    }

    /** When {@link #nextSlot()} fires, s. */
    public double nextAt() {
        return times[heap[0]];
    }

    /** Moves the next firing of {@code slot} to {@code at}, in s. */
    public void set(int slot, double at) {
        double before = times[slot];
        times[slot] = at;
        if (at < before) {
            siftUp(slot, positions[slot]);
        } else if (at > before) {
            siftDown(slot, positions[slot]);
        }
    }

    private void siftUp(int slot, int from) {
        int i = from;
        while (i > 0) {
            int parent = (i - 1) >>> 1;
            int other = heap[parent];
            if (!firesBefore(slot, other)) {
                break;
            }
            heap[i] = other;
            positions[other] = i;
            i = parent;
        }
        heap[i] = slot;
        positions[slot] = i;
    }

    private void siftDown(int slot, int from) {
        int i = from;
        while (true) {
            int child = 2 * i + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && firesBefore(heap[child + 1], heap[child])) {
                child++;
            }
            int other = heap[child];
            if (!firesBefore(other, slot)) {
                break;
            }
            heap[i] = other;
            positions[other] = i;
            i = child;
        }
        heap[i] = slot;
        positions[slot] = i;
    }

    private boolean firesBefore(int a, int b) {
        return times[a] < times[b] || (times[a] == times[b] && a < b);
    }
}
