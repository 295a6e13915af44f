package io.dynamoplanner.sim.policy;

/**
 * The cheapest way to have as many engines as are needed at every step of a known future, when an engine that is asked
 * for serves only a start-up time later and costs from the moment it is asked for.
 *
 * <p>Engines are interchangeable, so the problem falls apart into levels: level {@code j} is the engine that is needed
 * whenever at least {@code j} are. Its cost does not depend on the others. Between two times at which it is needed it is
 * either kept, which costs the gap, or given back and asked for again, which costs a start-up time: the shorter one is
 * the optimum, for each gap by itself. Levels are nested, so the sum over the levels can be written as one count.
 */
public final class Covering {
    private Covering() {}

    /**
     * Counts to want, step by step. A need that no count could meet any more, since it comes sooner than an engine can
     * start, is met as soon as possible.
     *
     * @param need engines needed in each step
     * @param startUpSteps steps from asking for an engine until it serves, rounded up
     * @param initial engines that serve at the start
     */
    public static int[] wanted(int[] need, int startUpSteps, int initial) {
        int highest = 0;
        for (int n : need) {
            highest = Math.max(highest, n);
        }
        int[] wanted = new int[need.length];
        for (int level = 1; level <= highest; level++) {
            // An engine that is there from the start is kept through a first gap like any other; a new one has no past.
            int lastNeeded = level <= initial ? -1 : Integer.MIN_VALUE / 2;
            for (int step = 0; step < need.length; step++) {
                if (need[step] < level) {
                    continue;
                }
                int gap = step - 1 - lastNeeded;
                int from = step - Math.min(gap, startUpSteps);
                for (int held = Math.max(0, from); held <= step; held++) {
                    wanted[held]++;
                }
                lastNeeded = step;
            }
        }
        return wanted;
    }
}
