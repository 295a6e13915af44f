package io.dynamoplanner.data.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dynamoplanner.core.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerWriterTest {
    private static final LedgerHeader HEADER = SmallPlanner.header("ttft_ms: 300");

    @TempDir
    private Path folder;

    private final SmallPlanner planner = new SmallPlanner();
    private final List<Finding> findings = new ArrayList<>();

    private Path directory() {
        return folder.resolve("serving").resolve("chat");
    }

    private Path current() {
        return directory().resolve("ledger.jsonl");
    }

    private LedgerWriter writer(long fileBytes, int files) {
        return new LedgerWriter(directory(), new LedgerWriter.Limits(fileBytes, files), HEADER, findings::add);
    }

    private LedgerWriter writer() {
        return new LedgerWriter(directory(), LedgerWriter.Limits.STANDARD, HEADER, findings::add);
    }

    private void decide(DecisionLog log, int times) {
        for (int i = 0; i < times; i++) {
            planner.decide(100).writeTo(log);
        }
    }

    @Test
    void theFileStartsWithHeaderAndCheckpointAndGoesOnWithoutThem() {
        decide(writer(), 3);

        Lines read = Lines.of(current());

        assertThat(read.records()).hasSize(4);
        assertThat(read.headers()).hasSize(1);
        assertThat(read.decisions()).extracting(RecordedDecision::hasCheckpoint).containsExactly(true, false, false);
        assertThat(findings).isEmpty();
    }

    @Test
    void aPlannerThatStartsAgainGoesOnInTheSameFile() {
        decide(writer(), 2);
        decide(writer(), 2);

        Lines read = Lines.of(current());

        assertThat(read.headers()).hasSize(2);
        assertThat(read.headers().get(1).follows()).isEmpty();
        assertThat(read.decisions())
                .extracting(RecordedDecision::hasCheckpoint)
                .containsExactly(true, false, true, false);
    }

    @Test
    void aLineThatAKillLeftUnfinishedDoesNotSpoilTheNext() throws IOException {
        decide(writer(), 2);
        String text = Files.readString(current());
        Files.writeString(current(), text.substring(0, text.length() - 40));
        decide(writer(), 2);

        Lines read = Lines.of(current());

        assertThat(read.ids()).hasSize(3).last().isEqualTo("20261121T100401Z-0004");
        assertThat(read.notes()).hasSize(1);
    }

    @Test
    void aFullFileIsRenamedAndTheOldestOneRemoved() throws IOException {
        decide(writer(9_000, 3), 60);

        try (Stream<Path> files = Files.list(directory())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ledger.jsonl", "ledger.1.jsonl", "ledger.2.jsonl");
        }
        for (String name : List.of("ledger.jsonl", "ledger.1.jsonl", "ledger.2.jsonl")) {
            Lines read = Lines.of(directory().resolve(name));
            assertThat(read.records().get(0)).as(name).isInstanceOf(LedgerRecord.Header.class);
            assertThat(read.decisions().get(0).hasCheckpoint()).as(name).isTrue();
            assertThat(Files.size(directory().resolve(name))).isLessThan(16_000);
        }
        assertThat(Files.size(directory().resolve("ledger.1.jsonl"))).isGreaterThanOrEqualTo(9_000);
    }

    @Test
    void filesGoOnFromEachOtherWithoutAGap() {
        decide(writer(9_000, 4), 20);

        Lines read = Lines.of(directory());

        assertThat(read.headers()).hasSizeGreaterThan(2);
        for (LedgerRecord.Header header :
                read.headers().subList(1, read.headers().size())) {
            int at = read.records().indexOf(header);
            assertThat(read.records().get(at - 1))
                    .isInstanceOfSatisfying(
                            RecordedDecision.class,
                            before -> assertThat(header.follows()).contains(before.id()));
        }
    }

    @Test
    void oneFileAloneStartsAnewWhenItIsFull() throws IOException {
        decide(writer(9_000, 1), 40);

        try (Stream<Path> files = Files.list(directory())) {
            assertThat(files).containsExactly(current());
        }
        assertThat(Files.size(current())).isLessThan(16_000);
    }

    @Test
    void anotherConfigurationStartsWithAHeaderAndACheckpoint() {
        LedgerWriter writer = writer();
        decide(writer, 1);
        writer.header(SmallPlanner.header("ttft_ms: 300"));
        decide(writer, 1);
        writer.header(SmallPlanner.header("ttft_ms: 200"));
        decide(writer, 1);

        Lines read = Lines.of(current());

        assertThat(read.headers()).hasSize(2);
        assertThat(read.decisions()).extracting(RecordedDecision::hasCheckpoint).containsExactly(true, false, true);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsToldOnceAndHealsByItself() throws IOException {
        Files.writeString(folder.resolve("serving"), "a file where a directory is needed");
        LedgerWriter writer = writer();
        decide(writer, 3);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("ledger-not-written");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.line()).contains(directory().toString()).contains("serving");
        });

        Files.delete(folder.resolve("serving"));
        decide(writer, 2);

        assertThat(findings).hasSize(2);
        assertThat(findings.get(1).severity()).isEqualTo(Finding.Severity.OK);
        assertThat(findings.get(1).what()).contains("3 are missing");
        assertThat(Lines.of(directory()).ids()).hasSize(2);
    }

    @Test
    void afterAFullDiskTheLedgerGoesOnWithHeaderAndCheckpoint() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "a device that is always full");
        LedgerWriter writer = writer();
        decide(writer, 2);
        Path kept = Files.move(current(), folder.resolve("kept.jsonl"));
        Files.createSymbolicLink(current(), full);
        decide(writer, 2);
        Files.delete(current());
        Files.move(kept, current());
        decide(writer, 2);

        Lines read = Lines.of(current());

        assertThat(findings)
                .extracting(Finding::severity)
                .containsExactly(Finding.Severity.WARNING, Finding.Severity.OK);
        assertThat(findings.get(0).what()).contains("No space left on device");
        assertThat(read.headers()).hasSize(2);
        assertThat(read.headers().get(1).follows()).isEmpty();
        assertThat(read.decisions())
                .extracting(RecordedDecision::hasCheckpoint)
                .containsExactly(true, false, true, false);
    }

    @Test
    void aFileThatSomebodyElseTouchedIsNotContinuedBlindly() throws IOException {
        LedgerWriter writer = writer();
        decide(writer, 2);
        Files.delete(current());
        decide(writer, 1);
        Files.writeString(current(), "torn", StandardOpenOption.APPEND);
        decide(writer, 1);

        Lines read = Lines.of(current());

        assertThat(read.headers()).hasSize(2);
        assertThat(read.decisions()).extracting(RecordedDecision::hasCheckpoint).containsExactly(true, true);
        assertThat(findings).isEmpty();
    }

    /** Whatever happens to the files, what is left of them can be read and replayed from its beginning. */
    @Test
    void whateverHappensTheLedgerStaysReadable() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        LedgerWriter writer = writer(7_000, 3);
        for (int i = 0; i < 400; i++) {
            switch (random.nextInt(12)) {
                case 0 -> writer = writer(7_000, 3);
                case 1 -> writer.header(SmallPlanner.header("ttft_ms: " + (200 + random.nextInt(3))));
                case 2 -> Files.deleteIfExists(current());
                case 3 -> {
                    if (Files.exists(current())) {
                        byte[] bytes = Files.readAllBytes(current());
                        Files.write(current(), Arrays.copyOf(bytes, bytes.length - random.nextInt(200)));
                    }
                }
                default -> decide(writer, 1);
            }
        }
        decide(writer, 1);

        Lines read = Lines.of(directory());

        assertThat(read.ids()).isSorted().doesNotHaveDuplicates();
        boolean needsCheckpoint = true;
        for (LedgerRecord line : read.records()) {
            if (line instanceof RecordedDecision decision) {
                assertThat(decision.hasCheckpoint() || !needsCheckpoint)
                        .as(line.where())
                        .isTrue();
            }
            needsCheckpoint = line instanceof LedgerRecord.Header;
        }
        assertThat(findings).isEmpty();
    }
}
