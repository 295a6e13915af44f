package io.dynamoplanner.app.command;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.Terminal;
import io.dynamoplanner.app.forecast.Contenders;
import io.dynamoplanner.app.forecast.ForecastComparison;
import io.dynamoplanner.app.forecast.RecordedLoad;
import io.dynamoplanner.data.file.ResultDirectory;
import io.dynamoplanner.metrics.report.ForecastCsv;
import io.dynamoplanner.metrics.report.ForecastPage;
import io.dynamoplanner.metrics.report.ForecastPlot;
import io.dynamoplanner.metrics.report.ForecastRecord;
import io.dynamoplanner.metrics.report.ForecastTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code planner forecast}: what each load predictor would have forecast on a recorded load. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        description = {
            "Walks the load predictors through a recorded load and shows how wrong each would have been.",
            "",
            "After each window every predictor forecasts, and only then sees the next one, as in a live planner."
        },
        footer = {
            "",
            "A series is csv with the columns t_s,requests,mean_isl,mean_osl; a trace has a line per request.",
            "",
            "  planner forecast --series examples/series/azure2023_conv_10s.csv.gz",
            "  planner forecast --trace examples/azure-chat/trace.csv.gz --window 30 --horizon 4 --out out/chat"
        })
public final class ForecastCommand implements Callable<Integer> {
    private static final int FURTHEST = 10_000;
    private static final String PAGE = "forecast.html";

    @Option(names = "--series", paramLabel = "FILE", description = "Load per window: csv, plain or gzip.")
    private Optional<Path> series = Optional.empty();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Request trace instead: csv or JSON lines, plain or gzip, or a folder of them.")
    private Optional<Path> trace = Optional.empty();

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            description = "Length of a window. Default: that of the series; 60 for a trace.")
    private Optional<Double> window = Optional.empty();

    @Option(names = "--horizon", paramLabel = "WINDOWS", description = "How far ahead to forecast. Default: 1.")
    private int horizon = 1;

    @Option(
            names = "--predictors",
            split = ",",
            paramLabel = "NAME",
            description = "Which ones: names of load_predictor, with -log1p and reference- variants. Default: all.")
    private Set<String> predictors = new LinkedHashSet<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also write a page with drawings, the scores and every forecast there.")
    private Optional<Path> out = Optional.empty();

    @Spec
    private CommandSpec spec;

    private final Terminal terminal = Terminal.ofProcess();

    @Override
    public Integer call() throws IOException {
        if (horizon < 1 || horizon > FURTHEST) {
            throw new BadInput("--horizon = " + horizon + " must be a number of windows from 1 to " + FURTHEST
                    + "; correct the value");
        }
        RecordedLoad load = RecordedLoad.read(series, trace, window);
        Duration length = Duration.ofNanos(Math.max(1, Math.round(load.series().windowSeconds() * 1e9)));
        ForecastRecord record = ForecastComparison.run(load, Contenders.named(predictors, length), horizon);
        print(record);
        if (out.isPresent()) {
            write(record, out.get());
        }
        return ExitCode.OK;
    }

    private void print(ForecastRecord record) {
        PrintWriter screen = spec.commandLine().getOut();
        screen.print(ForecastTable.render(record, terminal.style()));
        screen.println();
        screen.println("Recommended: load_predictor: " + record.best().name() + " (" + record.reason() + ")");
        screen.println();
        screen.print(ForecastPlot.render(record, terminal.columns(), terminal.style()));
    }

    private void write(ForecastRecord record, Path target) throws IOException {
        try (ResultDirectory directory = ResultDirectory.open(target)) {
            directory.writeString(PAGE, ForecastPage.render(record));
            for (Map.Entry<String, String> file : ForecastCsv.files(record).entrySet()) {
                directory.writeString(file.getKey(), file.getValue());
            }
            directory.publish();
        } catch (FileAlreadyExistsException e) {
            throw new BadInput("--out " + target + ": "
                    + (e.getReason() == null ? "is there already; give another directory" : e.getReason()));
        }
        spec.commandLine().getOut().println();
        spec.commandLine().getOut().println("Page: " + target.resolve(PAGE));
    }
}
