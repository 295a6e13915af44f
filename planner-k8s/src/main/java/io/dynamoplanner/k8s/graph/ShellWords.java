package io.dynamoplanner.k8s.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into words as a shell does: at blanks, with quotes and backslashes. A quote that is never closed is no
 * quote but an apostrophe, in a chat template for instance; then the text is split at blanks and nothing else.
 */
final class ShellWords {
    private ShellWords() {}

    static List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length() && escapes(text.charAt(i + 1), quote)) {
                word.append(text.charAt(++i));
                started = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                started = true;
            } else if (Character.isWhitespace(c)) {
                if (started) {
                    words.add(word.toString());
                    word.setLength(0);
                    started = false;
                }
            } else {
                word.append(c);
                started = true;
            }
        }
        if (quote != 0) {
            return List.of(text.strip().split("\\s+"));
        }
        if (started) {
            words.add(word.toString());
        }
        return words;
    }

    /** Inside double quotes a backslash stands for itself, except before a double quote or a backslash. */
    private static boolean escapes(char next, char quote) {
        return quote == 0 || next == '"' || next == '\\';
    }
}
