package io.dynamoplanner.sim.event;

/** A queue of request numbers: first in, first out, with a way back to the front. A ring that grows. */
public final class IntQueue {
    private int[] ring = new int[64];
    private int head;
    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    public void addLast(int value) {
        growIfFull();
        ring[(head + size) & (ring.length - 1)] = value;
        size++;
    }

    public void addFirst(int value) {
        growIfFull();
        head = (head - 1) & (ring.length - 1);
        ring[head] = value;
        size++;
    }

    /** Puts {@code values} before all others, in their order. */
    public void addAllFirst(int[] values) {
        for (int i = values.length - 1; i >= 0; i--) {
            addFirst(values[i]);
        }
    }

    /** The first value; the queue must not be empty. */
    public int first() {
        return ring[head];
    }

    /** Takes the first value; the queue must not be empty. */
    public int removeFirst() {
        int value = ring[head];
        head = (head + 1) & (ring.length - 1);
        size--;
        return value;
    }

    private void growIfFull() {
        if (size < ring.length) {
            return;
        }
        // The length stays a power of two, so that positions wrap with a mask.
        int[] larger = new int[2 * size];
        int tail = size - head;
        System.arraycopy(ring, head, larger, 0, tail);
        System.arraycopy(ring, 0, larger, tail, head);
        ring = larger;
        head = 0;
    }
}
