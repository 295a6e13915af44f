package io.dynamoplanner.data.series;

import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.file.CsvHeader;
import io.dynamoplanner.data.file.Decimal;
import io.dynamoplanner.data.file.LineSource;
import io.dynamoplanner.data.file.OneLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads traffic that is already counted per window: csv, plain or gzip, with the columns {@code t_s} (start of the
 * window, s), {@code requests}, {@code mean_isl} and {@code mean_osl} (tokens); {@code rate_rps} is only needed when
 * the file has a single window, whose length it then tells. Other columns are ignored.
 *
 * <p>The window length is the distance of the first two rows, and every further row must follow at this distance: a
 * missing row is an error, for it could mean an idle window as well as a lost one.
 */
public final class SeriesReader {
    private static final List<String> COLUMNS = List.of("t_s", "requests", "mean_isl", "mean_osl");

    /** Rounding that a start time may have gone through, as a share of the window. */
    private static final double STEP_TOLERANCE = 1e-3;

    private SeriesReader() {}

    /**
     * @throws SeriesException if the file cannot be read as a series
     */
    public static TrafficSeries read(Path file) {
        try (LineSource lines = LineSource.open(file, SeriesException::about)) {
            if (!lines.next()) {
                throw lines.fileFault("is empty; the first line must name the columns " + String.join(",", COLUMNS));
            }
            return new Rows(lines, CsvHeader.read(lines, COLUMNS)).read();
        }
    }

    private static final class Rows {
        private final LineSource lines;
        private final CsvHeader header;
        private final List<TrafficSample> samples = new ArrayList<>();
        private double start;
        private double step;
        private double firstRate;

        Rows(LineSource lines, CsvHeader header) {
            this.lines = lines;
            this.header = header;
        }

        TrafficSeries read() {
            while (lines.next()) {
                List<String> row = header.row(lines);
                place(number(row, "t_s"));
                samples.add(
                        new TrafficSample(amount(row, "requests"), amount(row, "mean_isl"), amount(row, "mean_osl")));
                if (samples.size() == 1 && header.indexOf("rate_rps") >= 0) {
                    firstRate = amount(row, "rate_rps");
                }
            }
            if (samples.isEmpty()) {
                throw lines.fileFault("has no windows; add a row per window below the header");
            }
            return new TrafficSeries(start, samples.size() > 1 ? step : lengthOfOnlyWindow(), samples);
        }

        private void place(double t) {
            int index = samples.size();
            if (index == 0) {
                start = t;
            } else if (index == 1) {
                step = t - start;
                if (!(step > 0)) {
                    throw lines.fault("t_s is " + t + " after " + start + "; windows must follow in time");
                }
            } else {
                double expected = start + index * step;
                if (!(Math.abs(t - expected) <= STEP_TOLERANCE * step)) {
                    throw lines.fault("t_s is " + t + " where the window at " + expected
                            + " is expected; windows must follow every " + step
                            + " s, write idle ones with 0 requests");
                }
            }
        }

        private double lengthOfOnlyWindow() {
            double requests = samples.get(0).requests();
            double length = requests / firstRate;
            if (!(length > 0) || Double.isInfinite(length)) {
                throw lines.fileFault(
                        "has one window and its length cannot be told; add rate_rps to it or a second window");
            }
            return length;
        }

        private double amount(List<String> row, String column) {
            double value = number(row, column);
            if (value < 0) {
                throw lines.fault(column + " is " + value + "; it cannot be negative");
            }
            return value;
        }

        private double number(List<String> row, String column) {
            String text = row.get(header.indexOf(column));
            double value;
            try {
                value = Decimal.parse(text);
            } catch (NumberFormatException e) {
                throw lines.fault(column + " is \"" + OneLine.value(text) + "\"; a number is expected");
            }
            if (!Double.isFinite(value)) {
                throw lines.fault(column + " is " + OneLine.value(text) + "; a finite number is expected");
            }
            return value;
        }
    }
}
