package io.dynamoplanner.data.trace;

/** Orders rows by a column of numbers and keeps the order of equal ones. */
final class StableOrder {
    private StableOrder() {}

    /**
     * Row numbers in ascending order of {@code keys}: a bottom-up merge sort over an index array, which needs no object
     * per row and only copies where runs are in order already.
     */
    static int[] of(double[] keys) {
        int n = keys.length;
        int[] from = new int[n];
        for (int i = 0; i < n; i++) {
            from[i] = i;
        }
        int[] to = new int[n];
        for (long width = 1; width < n; width *= 2) {
            for (long low = 0; low < n; low += 2 * width) {
                merge(keys, from, to, (int) low, (int) Math.min(low + width, n), (int) Math.min(low + 2 * width, n));
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(double[] keys, int[] from, int[] to, int low, int mid, int high) {
        if (mid == high || keys[from[mid - 1]] <= keys[from[mid]]) {
            System.arraycopy(from, low, to, low, high - low);
            return;
        }
        int left = low;
        int right = mid;
        for (int k = low; k < high; k++) {
            boolean takeLeft = right == high || (left < mid && keys[from[left]] <= keys[from[right]]);
            to[k] = takeLeft ? from[left++] : from[right++];
        }
    }
}
