package io.dynamoplanner.data.trace;

import io.dynamoplanner.data.file.CsvHeader;
import io.dynamoplanner.data.file.LineSource;
import java.nio.file.Path;
import java.util.List;

/** Reads the requests of one file into columns. */
final class TraceFileParser {
    private static final List<String> CSV_COLUMNS = List.of("timestamp_s", "isl", "osl");
    private static final double MAX_MS = 1000 * TraceReader.MAX_SECONDS;

    private final LineSource lines;
    private final TraceColumns columns;

    private TraceFileParser(LineSource lines, TraceColumns columns) {
        this.lines = lines;
        this.columns = columns;
    }

    /** Adds the requests of {@code file}, with times in the unit of its format, and tells that format. */
    static TraceFormat parse(Path file, TraceColumns columns) {
        columns.startFile();
        try (LineSource lines = LineSource.open(file, TraceException::about)) {
            if (!lines.next()) {
                throw lines.fileFault("has no requests; is it the right file?");
            }
            return new TraceFileParser(lines, columns).parse();
        }
    }

    private TraceFormat parse() {
        byte first = lines.buffer()[lines.start()];
        if (first == '[') {
            throw lines.fault("is a JSON list; every line of a trace must be a JSON object of its own");
        }
        if (first != '{') {
            return csv(first);
        }
        var canonical = new CanonicalJson();
        if (canonical.read(lines.buffer(), lines.start(), lines.end())) {
            return mooncake(canonical);
        }
        TraceFormat format = JsonLine.read(lines)
                .format()
                .orElseThrow(() ->
                        lines.fault("is no request of a known format; Mooncake lines have timestamp, input_length and"
                                + " output_length, " + JsonLine.SCHEMA + " lines a schema"));
        return format == TraceFormat.MOONCAKE ? mooncake(canonical) : events();
    }

    private TraceFormat mooncake(CanonicalJson canonical) {
        do {
            if (canonical.read(lines.buffer(), lines.start(), lines.end())) {
                columns.add(canonical.timestampMs(), canonical.isl(), canonical.osl(), lines.line());
            } else {
                mooncakeLine(JsonLine.read(lines));
            }
        } while (lines.next());
        return TraceFormat.MOONCAKE;
    }

    private void mooncakeLine(JsonLine request) {
        refuseOther(request, TraceFormat.MOONCAKE);
        columns.add(
                milliseconds(request, "timestamp"),
                tokens(request, "input_length"),
                tokens(request, "output_length"),
                lines.line());
    }

    private TraceFormat events() {
        do {
            JsonLine event = JsonLine.read(lines);
            refuseOther(event, TraceFormat.REQUEST_TRACE_V1);
            if (!event.get("schema").equals('"' + JsonLine.SCHEMA + '"')) {
                throw lines.fault("schema is " + event.get("schema") + "; only " + JsonLine.SCHEMA + " can be read");
            }
            if (!event.has("event_type") || event.get("event_type").equals("\"request_end\"")) {
                request(event);
            }
        } while (lines.next());
        return TraceFormat.REQUEST_TRACE_V1;
    }

    private void request(JsonLine event) {
        String received = "request.request_received_ms";
        String replayed = "request.replay.input_length";
        boolean timed = event.has(received) || !event.has("event_time_unix_ms");
        // The replay part is only recorded when asked for; both numbers count the same prompt.
        boolean replay = event.has(replayed) || !event.has("request.input_tokens");
        columns.add(
                milliseconds(event, timed ? received : "event_time_unix_ms"),
                tokens(event, replay ? replayed : "request.input_tokens"),
                tokens(event, "request.output_tokens"),
                lines.line());
    }

    private TraceFormat csv(byte first) {
        if ((first >= '0' && first <= '9') || first == '-' || first == '.') {
            throw lines.fault("is not a header; the first line must name the columns " + String.join(",", CSV_COLUMNS));
        }
        CsvHeader header = CsvHeader.read(lines, CSV_COLUMNS);
        boolean plain = header.isExactly(CSV_COLUMNS);
        var canonical = new CanonicalCsv();
        while (lines.next()) {
            if (plain && canonical.read(lines.buffer(), lines.start(), lines.end())) {
                columns.add(canonical.seconds(), canonical.isl(), canonical.osl(), lines.line());
            } else {
                csvRow(header);
            }
        }
        return TraceFormat.CSV;
    }

    private void csvRow(CsvHeader header) {
        if (lines.buffer()[lines.start()] == '{') {
            throw lines.fault("is a JSON line in a csv trace; read one format at a time");
        }
        List<String> row = header.row(lines);
        columns.add(
                Quantity.time(
                        lines, "timestamp_s", cell(header, row, "timestamp_s"), "seconds", TraceReader.MAX_SECONDS),
                Quantity.tokens(lines, "isl", cell(header, row, "isl")),
                Quantity.tokens(lines, "osl", cell(header, row, "osl")),
                lines.line());
    }

    private String cell(CsvHeader header, List<String> row, String column) {
        String text = row.get(header.indexOf(column));
        if (text.isEmpty()) {
            throw lines.fault(column + " is missing; every request needs it");
        }
        return text;
    }

    private void refuseOther(JsonLine request, TraceFormat format) {
        if (request.format().isPresent() && request.format().get() != format) {
            throw lines.fault("is a line of " + request.format().get().label() + " in a trace of " + format.label()
                    + "; read one format at a time");
        }
    }

    private double milliseconds(JsonLine request, String path) {
        return Quantity.time(lines, path, request.get(path), "milliseconds", MAX_MS);
    }

    private int tokens(JsonLine request, String path) {
        return Quantity.tokens(lines, path, request.get(path));
    }
}
