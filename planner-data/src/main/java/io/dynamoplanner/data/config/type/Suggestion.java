package io.dynamoplanner.data.config.type;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Suggestion {
    private static final int LONGEST = 80;
    private static final int SHORTEST_PREFIX = 3;

    private Suggestion() {}

    /**
     * The candidate with the smallest distance to {@code word}, if it is near: at most one edit in three characters. Of
     * equally near candidates the first one; if none is near, the first one that is {@code word} with an end more or less.
     * Case and hyphens do not count.
     */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        String wanted = fold(word);
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            return Optional.empty();
        }
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(wanted, fold(candidate));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        if (bestDistance <= Math.max(1, wanted.length() / 3)) {
            return Optional.of(best);
        }
        return candidates.stream()
                .filter(candidate -> isLongerOrShorter(wanted, fold(candidate)))
                .findFirst();
    }

    private static boolean isLongerOrShorter(String a, String b) {
        return Math.min(a.length(), b.length()) >= SHORTEST_PREFIX && (a.startsWith(b) || b.startsWith(a));
    }

    private static String fold(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * Damerau-Levenshtein distance in its optimal string alignment form: insertions, deletions, substitutions and swaps
     * of neighbours cost one each, by dynamic programming over prefixes with the last two rows kept.
     */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, substitution);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
