package io.dynamoplanner.app.forecast;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.series.SeriesReader;
import io.dynamoplanner.data.series.TrafficSeries;
import io.dynamoplanner.data.trace.TraceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recorded load to back-test on: a series of windows, or a request trace that is counted into windows.
 *
 * @param name of the file, without its endings
 * @param series the windows
 */
public record RecordedLoad(String name, TrafficSeries series) {
    private static final double TRACE_WINDOW_SECONDS = 60;
    private static final double TOLERANCE = 1e-6;

    /**
     * @param series file of windows; one of the two must be given
     * @param trace file or folder of requests
     * @param windowSeconds length of a window; a series is added up to it
     * @throws BadInput if not exactly one file is named, or the series does not add up to the window
     */
    public static RecordedLoad read(Optional<Path> series, Optional<Path> trace, Optional<Double> windowSeconds) {
        windowSeconds.filter(seconds -> !(seconds > 0) || seconds > 1e9).ifPresent(seconds -> {
            throw new BadInput("--window = " + seconds + " must be a number of seconds above 0; correct the value");
        });
        if (series.isPresent() == trace.isPresent()) {
            throw new BadInput(
                    series.isPresent()
                            ? "--series and --trace exclude each other; name one file"
                            : "nothing to forecast; name a file with --series or --trace");
        }
        if (series.isPresent()) {
            TrafficSeries read = SeriesReader.read(series.get());
            return new RecordedLoad(
                    name(series.get()),
                    windowSeconds.map(seconds -> addedUp(read, seconds)).orElse(read));
        }
        Path file = trace.orElseThrow();
        return new RecordedLoad(
                name(file), TraceReader.read(file).trace().windows(windowSeconds.orElse(TRACE_WINDOW_SECONDS)));
    }

    private static String name(Path file) {
        Path last = file.toAbsolutePath().normalize().getFileName();
        return last == null ? "load" : last.toString().replaceAll("\\.(csv|jsonl)(\\.gz)?$", "");
    }

    /** Whole windows only; lengths are those of the requests, not of the windows. */
    private static TrafficSeries addedUp(TrafficSeries series, double seconds) {
        double exact = seconds / series.windowSeconds();
        long parts = Math.round(exact);
        if (parts < 1 || Math.abs(exact - parts) > TOLERANCE * exact) {
            throw new BadInput("--window = " + seconds + " must be a multiple of the series' windows of "
                    + series.windowSeconds() + " s; correct the value or leave it out");
        }
        List<TrafficSample> samples = new ArrayList<>();
        for (int i = 0; i + parts <= series.size(); i += (int) parts) {
            double requests = 0;
            double isl = 0;
            double osl = 0;
            for (TrafficSample part : series.samples().subList(i, i + (int) parts)) {
                requests += part.requests();
                isl += part.requests() * part.isl();
                osl += part.requests() * part.osl();
            }
            samples.add(
                    requests > 0 ? new TrafficSample(requests, isl / requests, osl / requests) : TrafficSample.IDLE);
        }
        return new TrafficSeries(series.startSeconds(), seconds, samples);
    }
}
