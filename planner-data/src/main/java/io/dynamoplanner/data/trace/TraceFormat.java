package io.dynamoplanner.data.trace;

/** Formats of request traces; each may be plain or gzip. */
public enum TraceFormat {
    /** JSON lines with {@code timestamp} (ms from the start), {@code input_length}, {@code output_length}. */
    MOONCAKE("Mooncake JSON lines"),
    /** Events that Dynamo's frontend records, one JSON object per line, with clock times in ms. */
    REQUEST_TRACE_V1("dynamo.request.trace.v1"),
    /** Comma separated, with the columns {@code timestamp_s}, {@code isl}, {@code osl}. */
    CSV("csv");

    private final String label;

    TraceFormat(String label) {
        this.label = label;
    }

    /** Name for people. */
    public String label() {
        return label;
    }
}
