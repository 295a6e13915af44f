package io.dynamoplanner.metrics.report;

/** Writes lines of comma-separated fields after RFC 4180. */
final class Csv {
    private static final String END_OF_LINE = "\r\n";

    private final StringBuilder out = new StringBuilder();
    private boolean lineHasField;

    Csv(String header) {
        out.append(header).append(END_OF_LINE);
    }

    static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    Csv text(String text) {
        return field(quoted(text));
    }

    Csv whole(long number) {
        return field(Long.toString(number));
    }

    /** The shortest digits that read back as the same number; nothing where there is no number. */
    Csv number(double number) {
        return field(Double.isFinite(number) ? Figures.shortest(number) : "");
    }

    void endLine() {
        out.append(END_OF_LINE);
        lineHasField = false;
    }

    private Csv field(String field) {
        if (lineHasField) {
            out.append(',');
        }
        out.append(field);
        lineHasField = true;
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
