package io.dynamoplanner.metrics.report;

/** Text from a record as HTML. */
final class HtmlText {
    /** Policies beyond that share the last colour and line. */
    private static final int COLOURS = 7;

    private HtmlText() {}

    /** Fit for element content and for attribute values in quotes; control characters cannot stand in HTML. */
    static String of(String text) {
        var html = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n', '\t' -> html.append(c);
                default -> html.append(Character.isISOControl(c) ? '\uFFFD' : c);
            }
        }
        return html.toString();
    }

    /** The sample of the line by which a policy is drawn. */
    static String swatch(int policy) {
        return "<i class=\"swatch " + colour(policy) + "\" aria-hidden=\"true\"></i>";
    }

    /** The name of a policy's colour in the style sheet. */
    static String colour(int policy) {
        return "p" + Math.min(policy, COLOURS - 1);
    }
}
