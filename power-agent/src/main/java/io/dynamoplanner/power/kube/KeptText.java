package io.dynamoplanner.power.kube;

/**
 * Cuts what somebody wrote into the cluster to what can mean anything. An annotation may have 256 KiB, and whoever may
 * annotate pods must not be able to fill the memory of the agent.
 */
final class KeptText {
    /** The longest value that can be kept: a number in watts, a word or a hash; the longest hash in use has 64 characters. */
    private static final int LONGEST = 128;
    /** No number, no word and no hash ends on this, so what was cut stays unusable. */
    private static final String CUT = "…";

    private KeptText() {}

    /** The text itself if it is short without the blanks around it; else its beginning and a mark. */
    static String of(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return to - from <= LONGEST ? text.substring(from, to) : text.substring(from, from + LONGEST) + CUT;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
