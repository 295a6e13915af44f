package io.dynamoplanner.core.capacity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Rows of a gzipped CSV file with a header, as recorded from the running reference. */
public final class Rows {
    private Rows() {}

    public static List<Row> read(Class<?> beside, String resource) {
        try (var in = new GZIPInputStream(Objects.requireNonNull(beside.getResourceAsStream(resource), resource))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var columns = new HashMap<String, Integer>();
            for (String name : lines.get(0).split(",", -1)) {
                columns.put(name, columns.size());
            }
            var rows = new ArrayList<Row>();
            for (String line : lines.subList(1, lines.size())) {
                rows.add(new Row(columns, List.of(line.split(",", -1))));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** One row; its text is what a failed assertion shows. */
    public record Row(Map<String, Integer> columns, List<String> cells) {
        public String text(String column) {
            return cells.get(Objects.requireNonNull(columns.get(column), column));
        }

        public boolean has(String column) {
            return !text(column).isEmpty();
        }

        public int whole(String column) {
            return Integer.parseInt(text(column));
        }

        public double number(String column) {
            return Double.parseDouble(text(column));
        }

        @Override
        public String toString() {
            return String.join(",", cells);
        }
    }
}
