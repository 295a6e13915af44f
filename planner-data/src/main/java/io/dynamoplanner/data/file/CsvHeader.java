package io.dynamoplanner.data.file;

import java.util.ArrayList;
import java.util.List;

/**
 * The header of a csv file with named columns. The order of the columns is free and columns that nobody asks for are
 * ignored. Fields may be quoted; a quoted field cannot span lines.
 */
public final class CsvHeader {
    private final List<String> columns;

    private CsvHeader(List<String> columns) {
        this.columns = columns;
    }

    /** Reads the current line of {@code source} as a header that must have the required columns, each once. */
    public static CsvHeader read(LineSource source, List<String> required) {
        List<String> columns = split(source.text());
        var missing = new ArrayList<String>();
        for (String name : required) {
            int first = columns.indexOf(name);
            if (first < 0) {
                missing.add(name);
            } else if (first != columns.lastIndexOf(name)) {
                throw source.fault("header has the column " + name + " twice; keep one");
            }
        }
        if (!missing.isEmpty()) {
            throw source.fault("header lacks " + String.join(", ", missing) + " (it is \""
                    + OneLine.value(source.text()) + "\"); the first line must name the columns "
                    + String.join(",", required));
        }
        return new CsvHeader(columns);
    }

    /** Place of a column in a row, -1 if the file does not have it. */
    public int indexOf(String column) {
        return columns.indexOf(column);
    }

    /** Whether the file has exactly these columns in this order. */
    public boolean isExactly(List<String> names) {
        return columns.equals(names);
    }

    /** The fields of the current line, as many as the header has. */
    public List<String> row(LineSource source) {
        List<String> fields = split(source.text());
        if (fields.size() != columns.size()) {
            throw source.fault("has " + fields.size() + " fields where the header has " + columns.size()
                    + "; is the line cut off or is this another format?");
        }
        return fields;
    }

    private static List<String> split(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean escaped = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (escaped) {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
