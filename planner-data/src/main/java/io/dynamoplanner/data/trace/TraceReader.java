package io.dynamoplanner.data.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads request traces. A source is a file, a list of files that belong together (shards), a directory or a glob
 * pattern; see {@link TraceFiles} for what a directory stands for.
 *
 * <p>Each file may be plain or gzip, and its format is told by its content: Mooncake JSON lines (times in ms from the
 * start), {@code dynamo.request.trace.v1} events (clock times in ms; requests are the events of type
 * {@code request_end} and those without a type; the trace starts with the first request of all shards), or csv with
 * the columns {@code timestamp_s,isl,osl} in any order. All files must have one format.
 *
 * <p>Requests are sorted by arrival, those of the same time by place in the files; shards may overlap. A file of Mooncake
 * or csv rows that is not sorted itself is refused, since a row out of place may be a wrong one. Times of these formats
 * that are clock times are counted from the first request, which is reported.
 */
public final class TraceReader {
    /** Beyond this no time is meant, even as clock time: over 3,000 years. */
    static final double MAX_SECONDS = 1e11;

    /** No trace runs for three years, but every clock time since 1973 is later than this. */
    private static final double CLOCK_SECONDS = 1e8;

    private TraceReader() {}

    /**
     * A trace and how it was read.
     *
     * @param files the files read, in order
     * @param findings what a user should know about the files, a sentence each; empty when all is well
     */
    public record Result(Trace trace, TraceFormat format, List<Path> files, List<String> findings) {
        public Result {
            files = List.copyOf(files);
            findings = List.copyOf(findings);
        }
    }

    /**
     * @param source path of a file or directory, or a glob pattern such as {@code logs/**}{@code /*.jsonl.gz}
     * @throws TraceException if there is nothing to read or a line is wrong
     */
    public static Result read(String source) {
        return read(TraceFiles.find(source));
    }

    /**
     * @param source a file or a directory
     * @throws TraceException if there is nothing to read or a line is wrong
     */
    public static Result read(Path source) {
        return read(TraceFiles.find(source));
    }

    /**
     * @param shards files of one trace
     * @throws TraceException if there is nothing to read or a line is wrong
     */
    public static Result read(List<Path> shards) {
        TraceFiles.refuseCopies(shards);
        if (shards.isEmpty()) {
            throw new TraceException("no trace file was given; give one or more");
        }
        var columns = new TraceColumns();
        var findings = new ArrayList<String>();
        TraceFormat format = null;
        for (Path file : shards) {
            TraceFormat found = TraceFileParser.parse(file, columns);
            if (format != null && found != format) {
                throw TraceException.about(
                        file,
                        0,
                        "is " + found.label() + " but " + shards.get(0) + " is " + format.label()
                                + "; read one format at a time");
            }
            format = found;
            if (columns.late() > 0 && found != TraceFormat.REQUEST_TRACE_V1) {
                throw TraceException.about(
                        file,
                        columns.firstLateLine(),
                        "the request came before the one above it (" + columns.late()
                                + " such in the file); correct the time, or sort the file by time if it is right");
            }
        }
        if (columns.size() == 0 || format == null) {
            throw TraceException.about(shards.get(0), 0, "has no requests; is it the right file?");
        }
        return new Result(trace(columns, format, findings), format, shards, findings);
    }

    private static Trace trace(TraceColumns columns, TraceFormat format, List<String> findings) {
        double perSecond = format == TraceFormat.CSV ? 1 : 1000;
        double earliest = columns.earliest();
        if (format == TraceFormat.REQUEST_TRACE_V1) {
            return columns.toTrace(earliest, perSecond);
        }
        if (earliest / perSecond < CLOCK_SECONDS) {
            return columns.toTrace(0, perSecond);
        }
        findings.add("times look like clock times (the first is " + earliest + "); counted from the first request");
        return columns.toTrace(earliest, perSecond);
    }
}
