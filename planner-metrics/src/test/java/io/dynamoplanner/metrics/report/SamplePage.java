package io.dynamoplanner.metrics.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the sample reports into a folder, to be looked at: {@code SamplePage FOLDER}. */
final class SamplePage {
    private SamplePage() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Files.writeString(folder.resolve("forty-minutes.html"), HtmlReport.render(SampleRuns.fortyMinutes()));
        Files.writeString(folder.resolve("small.html"), HtmlReport.render(SampleRuns.small()));
        Files.writeString(folder.resolve("hostile.html"), HtmlReport.render(SampleRuns.hostile()));
        Files.writeString(folder.resolve("empty.html"), HtmlReport.render(SampleRuns.empty()));
        Files.writeString(folder.resolve("result.json"), ResultJson.render(SampleRuns.fortyMinutes()));
        for (int width : List.of(80, 110)) {
            Files.writeString(
                    folder.resolve("table-" + width + ".txt"),
                    ResultTable.render(SampleRuns.fortyMinutes(), width, new TerminalStyle(false, true)));
        }
    }
}
