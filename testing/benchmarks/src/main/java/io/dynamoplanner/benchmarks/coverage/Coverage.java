package io.dynamoplanner.benchmarks.coverage;

import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.series.SeriesReader;
import io.dynamoplanner.predict.PredictorFamilies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How well the demand keeps the quantile that it states, on series of traffic per window. Prints for each series, load and
 * level the share that was covered, weighted by requests and by windows, each less the level in points, and how much more
 * than what came was sized for.
 */
public final class Coverage {
    private static final List<Quantile> LEVELS =
            List.of(new Quantile(0.9, 1.2816), new Quantile(0.95, 1.6449), new Quantile(0.99, 2.3263));

    /** The next window, and the windows after one and after three more. */
    private static final List<Integer> AHEAD = List.of(1, 2, 4);

    /** Shorter series say nothing about rare windows. */
    private static final int LEAST_ROWS = 60;

    private Coverage() {}

    /**
     * @param directory series files, as {@link SeriesReader} reads them
     * @param predictor name of the load predictor
     */
    public static void run(Path directory, String predictor) throws IOException {
        PredictorFamily family = PredictorFamilies.ours(predictor, false);
        System.out.println("covered less promised, points: by requests (by windows) × sized for over what came");
        System.out.printf(Locale.ROOT, "%-38s %6s %5s  %-13s", "series", "rows", "ahead", "load");
        LEVELS.forEach(level -> System.out.printf(Locale.ROOT, "  %-24s", Math.round(100 * level.level()) + " %"));
        System.out.println();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().contains(".csv")).sorted().toList()) {
                List<TrafficSample> samples = SeriesReader.read(file).samples();
                if (samples.size() >= LEAST_ROWS) {
                    print(file.getFileName().toString().replaceAll("\\.csv.*", ""), samples, family);
                }
            }
        }
    }

    private static void print(String name, List<TrafficSample> samples, PredictorFamily family) {
        for (int ahead : AHEAD) {
            for (CoverageRun.Load load : CoverageRun.Load.values()) {
                System.out.printf(
                        Locale.ROOT,
                        "%-38s %6d %5d  %-13s",
                        name,
                        samples.size(),
                        ahead,
                        load.name().toLowerCase(Locale.ROOT));
                for (Quantile level : LEVELS) {
                    CoverageRun.Result result = CoverageRun.of(samples, family, level, ahead, load);
                    System.out.printf(
                            Locale.ROOT,
                            "  %+6.2f (%+6.2f) ×%6.2f",
                            100 * (result.byRequests() - level.level()),
                            100 * (result.byWindows() - level.level()),
                            result.excess());
                }
                System.out.println();
            }
        }
    }
}
