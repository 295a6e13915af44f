package io.dynamoplanner.power.cap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of the annotation {@value #ANNOTATION}: watts for each GPU of the pod.
 *
 * <p>One grammar, and a strict one: digits without a leading zero, at most seven, blanks around them. A parser that also
 * takes {@code 0} or {@code -5} would turn a slip into the hardest cap that the board has.
 */
public sealed interface CapText {
    /** Key of the annotation on pods. */
    String ANNOTATION = "dynamo.nvidia.com/gpu-power-limit";

    /** The number that the text stands for. */
    record Watts(int watts) implements CapText {}

    /**
     * The text stands for no number.
     *
     * @param why what is wrong and how to write it, in one line that is safe to log
     */
    record Unusable(String why) implements CapText {}

    /** Reads a value; never fails. */
    static CapText parse(String text) {
        Matcher matcher = Grammar.WATTS.matcher(text);
        if (matcher.matches()) {
            return new Watts(Integer.parseInt(matcher.group(1)));
        }
        return new Unusable(Grammar.shown(text)
                + " is no number of watts; write digits only, from 1 to 9999999, for example \"480\"");
    }

    /** How a value looks; apart, because fields of an interface are public. */
    final class Grammar {
        private static final Pattern WATTS = Pattern.compile("[ \\t\\r\\n]*([1-9][0-9]{0,6})[ \\t\\r\\n]*");
        private static final int SHOWN = 40;

        private Grammar() {}

        /** The text in quotes, cut and in printable ASCII: whoever may annotate a pod must not write lines of our log. */
        static String shown(String text) {
            var shown = new StringBuilder("\"");
            for (int i = 0; i < Math.min(SHOWN, text.length()); i++) {
                char c = text.charAt(i);
                if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
                    shown.append(c);
                } else {
                    shown.append(String.format("\\u%04x", (int) c));
                }
            }
            shown.append('"');
            return text.length() > SHOWN ? shown + " (more than " + SHOWN + " characters)" : shown.toString();
        }
    }
}
