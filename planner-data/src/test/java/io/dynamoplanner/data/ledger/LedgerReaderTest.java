package io.dynamoplanner.data.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.data.file.TestFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers as they are found: cut off, mixed up, of another version, or none. */
class LedgerReaderTest {
    @TempDir
    private Path folder;

    private final SmallPlanner planner = new SmallPlanner();
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void aHeaderAndThreeDecisions() {
        var text = new StringBuilder();
        var ledger = new LedgerStream(text, SmallPlanner.header("ttft_ms: 300"));
        for (int i = 1; i <= 3; i++) {
            planner.decide(100 * i).writeTo(ledger);
        }
        text.toString().lines().forEach(lines::add);
    }

    private Lines read() {
        return Lines.of(String.join("\n", lines));
    }

    private static String half(String line) {
        return line.substring(0, line.length() / 2);
    }

    @Test
    void aLastLineThatIsCutOffIsSkippedWithANote() {
        lines.set(3, half(lines.get(3)));

        Lines read = read();

        assertThat(read.decisions()).hasSize(2);
        assertThat(read.notes())
                .singleElement()
                .asString()
                .contains("ledger.jsonl:4")
                .contains("cut off");
    }

    @Test
    void aLineThatIsCutOffBeforeAHeaderIsSkippedToo() {
        lines.add(2, half(lines.get(2)));
        lines.add(3, lines.get(0));

        Lines read = read();

        assertThat(read.decisions()).hasSize(3);
        assertThat(read.notes()).singleElement().asString().contains("ledger.jsonl:3");
    }

    @Test
    void aDamagedLineInTheMiddleIsAnError() {
        lines.set(2, half(lines.get(2)));

        assertThatThrownBy(this::read)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.jsonl:3: is not a line of a ledger")
                .hasMessageContaining("remove it");
    }

    @Test
    void aDecisionWithoutItsPartsIsAnError() {
        lines.set(2, "{\"seen\": {}, \"at\": \"noon\"}");

        assertThatThrownBy(this::read).isInstanceOf(LedgerException.class).hasMessageContaining("ledger.jsonl:3");
    }

    @Test
    void anotherVersionNamesThePlannerThatReadsIt() {
        lines.set(0, "{\"ledger\": 3, \"planner\": \"9.1.0\"}");

        assertThatThrownBy(this::read)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("version 3")
                .hasMessageContaining("9.1.0");
    }

    @Test
    void linesOfTwoGraphsUnderOneHeaderAreRefused() {
        lines.set(2, lines.get(2).replace("serving/chat", "serving/code"));

        assertThatThrownBy(this::read)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("serving/code")
                .hasMessageContaining("serving/chat");
    }

    @Test
    void otherFilesAreToldApart() {
        assertThatThrownBy(() -> Lines.of("time,replicas\n1,2")).hasMessageContaining("is not a line of a ledger");
        assertThatThrownBy(() -> Lines.of("{\"planner\": {}}")).hasMessageContaining("is not a line of a ledger");
        assertThatThrownBy(() -> Lines.of("[1, 2]")).hasMessageContaining("is not a line of a ledger");
        assertThatThrownBy(() -> Lines.of("42")).hasMessageContaining("is not a line of a ledger");
        assertThatThrownBy(() -> Lines.of("")).hasMessageContaining("holds no decision");
        assertThatThrownBy(() -> Lines.of(lines.get(0))).hasMessageContaining("holds no decision");
    }

    @Test
    void missingFilesAndDirectoriesAreNamed() {
        assertThatThrownBy(() -> Lines.of(folder.resolve("none.jsonl")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("none.jsonl")
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Lines.of(folder))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("holds no ledger.jsonl");
    }

    @Test
    void aHeaderThatLacksSomethingIsToldWhenItIsNeeded() {
        lines.set(0, "{\"ledger\": 2, \"planner\": \"1.0\", \"graph\": \"serving/chat\"}");
        Lines read = read();

        assertThat(read.decisions()).hasSize(3);
        assertThatThrownBy(() -> read.headers().get(0).header())
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.jsonl:1: the header is incomplete");
    }

    @Test
    void compressedFilesAreRead() {
        Path file = TestFiles.write(folder.resolve("ledger.jsonl.gz"), TestFiles.gzip(String.join("\n", lines)));

        assertThat(Lines.of(file).decisions()).hasSize(3);
    }

    @Test
    void aDirectoryIsReadFromItsOldestFileOn() {
        TestFiles.write(folder.resolve("ledger.2.jsonl"), lines.get(0) + "\n" + lines.get(1) + "\n");
        TestFiles.write(folder.resolve("ledger.1.jsonl"), lines.get(0) + "\n" + lines.get(2) + "\n");
        TestFiles.write(folder.resolve("ledger.jsonl"), lines.get(0) + "\n" + lines.get(3) + "\n");

        assertThat(Lines.of(folder).ids())
                .containsExactly("20261121T100101Z-0001", "20261121T100201Z-0002", "20261121T100301Z-0003");
    }

    @Test
    void progressGrowsToTheEnd() {
        Path file = TestFiles.write(folder.resolve("ledger.jsonl"), String.join("\n", lines));
        var told = new ArrayList<Double>();

        LedgerFiles.read(file, line -> {}, told::add);

        assertThat(told).isSorted().endsWith(1.0);
    }
}
