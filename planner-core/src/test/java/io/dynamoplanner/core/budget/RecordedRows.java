package io.dynamoplanner.core.budget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Rows of a gzipped CSV file of inputs and answers recorded from the running reference. */
final class RecordedRows {
    private RecordedRows() {}

    static List<Row> read(String resource) {
        try (var in = new GZIPInputStream(
                Objects.requireNonNull(RecordedRows.class.getResourceAsStream(resource), resource))) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var columns = new HashMap<String, Integer>();
            for (String name : lines.get(0).split(",", -1)) {
                columns.put(name, columns.size());
            }
            var rows = new ArrayList<Row>();
            for (int i = 1; i < lines.size(); i++) {
                rows.add(new Row(i - 1, columns, List.of(lines.get(i).split(",", -1))));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    record Row(int number, Map<String, Integer> columns, List<String> cells) {
        String text(String column) {
            return cells.get(Objects.requireNonNull(columns.get(column), column));
        }

        boolean has(String column) {
            return !text(column).isEmpty();
        }

        int count(String column) {
            return Integer.parseInt(text(column));
        }

        Pair pair(String first, String second) {
            return new Pair(count(first), count(second));
        }

        Pair pair(String column) {
            return pair(column + "1", column + "2");
        }

        Optional<String> note(String column) {
            return Optional.of(text(column)).filter(code -> !code.isEmpty());
        }

        GpuBand band() {
            return new GpuBand(count("floorGpus"), count("ceilingGpus"));
        }
    }
}
