package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.core.run.SweepRecord;
import io.dynamoplanner.data.file.ResultDirectory;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.ledger.LedgerStream;
import io.dynamoplanner.metrics.report.HtmlReport;
import io.dynamoplanner.metrics.report.ResultCsv;
import io.dynamoplanner.metrics.report.ResultJson;
import io.dynamoplanner.metrics.report.SweepCsv;
import io.dynamoplanner.metrics.report.SweepTable;
import io.dynamoplanner.sim.engine.ForwardPasses;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The files of a run: report, tables, ledger. They appear together when the run is done, or not at all. */
public final class Results implements AutoCloseable {
    /** File name of the report. */
    public static final String REPORT = "report.html";
    /** File name of the raw numbers of a sweep. */
    public static final String SWEEP = "sweep.csv";

    private final ResultDirectory directory;
    private final BufferedWriter ledger;
    private Optional<PassFile> passes = Optional.empty();

    private Results(ResultDirectory directory) throws IOException {
        this.directory = directory;
        this.ledger = Files.newBufferedWriter(directory.file("ledger.jsonl"), StandardCharsets.UTF_8);
    }

    /**
     * @throws BadInput if the target is a file or a directory with files that are not ours
     */
    public static Results open(Path target) throws IOException {
        try {
            return new Results(ResultDirectory.open(target));
        } catch (FileAlreadyExistsException e) {
            throw new BadInput("--out " + target + ": "
                    + (e.getReason() == null ? "is there already; give another directory" : e.getReason()));
        }
    }

    /** Takes the planner's decisions as they are made. */
    public DecisionLog ledger(LedgerHeader header) {
        return new LedgerStream(ledger, header);
    }

    /** Takes the planner's forward passes; they become a file of their own. */
    public ForwardPasses passes() throws IOException {
        var file = new PassFile(directory.file("passes.csv.gz"));
        passes = Optional.of(file);
        return file;
    }

    /** Renders a sweep and makes its files appear. */
    public void publish(SweepRecord sweep) throws IOException {
        ledger.close();
        directory.writeString(SWEEP, SweepCsv.render(sweep));
        directory.writeString("sweep.txt", SweepTable.render(sweep));
        directory.publish();
    }

    /** Renders the run and makes all files appear. */
    public void publish(RunRecord run) throws IOException {
        ledger.close();
        if (passes.isPresent()) {
            passes.get().close();
        }
        directory.writeString(REPORT, HtmlReport.render(run));
        directory.writeString("result.json", ResultJson.render(run));
        for (Map.Entry<String, String> csv : ResultCsv.files(run).entrySet()) {
            directory.writeString(csv.getKey(), csv.getValue());
        }
        directory.publish();
    }

    @Override
    public void close() throws IOException {
        ledger.close();
        if (passes.isPresent()) {
            passes.get().close();
        }
        directory.close();
    }
}
