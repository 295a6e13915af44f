package io.dynamoplanner.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path dir;

    private List<String> content(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !path.equals(directory))
                    .map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileIsWrittenWithItsParentsAndReplacedWhole() throws IOException {
        Path file = dir.resolve("a/b/report.json");
        AtomicFiles.writeString(file, "first, and longer");
        AtomicFiles.writeString(file, "Größe");
        assertThat(file).hasContent("Größe");
        assertThat(content(dir)).containsExactly("a", "a/b", "a/b/report.json");
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = dir.resolve("report.json");
        AtomicFiles.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThatThrownBy(() -> AtomicFiles.write(dir.resolve("new"), out -> {
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");
        assertThat(file).hasContent("old");
        assertThat(content(dir)).containsExactly("report.json");
    }

    @Test
    void aLinkIsWrittenThrough() throws IOException {
        Path file = dir.resolve("v1.json");
        AtomicFiles.writeString(file, "old");
        Path link = Files.createSymbolicLink(dir.resolve("current.json"), file);
        AtomicFiles.writeString(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void aDirectoryIsNoTarget() {
        assertThatThrownBy(() -> AtomicFiles.writeString(dir, "x"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a directory; give a file name");
    }

    @Test
    void resultsAppearTogetherWhenTheyArePublished() throws IOException {
        Path target = dir.resolve("runs/one");
        try (ResultDirectory results = ResultDirectory.open(target)) {
            results.writeString("summary.json", "{}");
            results.write("plots/load.svg", out -> out.write('x'));
            assertThat(target).doesNotExist();
            assertThat(results.publish()).isEqualTo(target);
        }
        assertThat(content(dir))
                .containsExactly(
                        "runs",
                        "runs/one",
                        "runs/one/.planner-files",
                        "runs/one/plots",
                        "runs/one/plots/load.svg",
                        "runs/one/summary.json");
    }

    @Test
    void resultsThatAreNotPublishedLeaveNoTrace() throws IOException {
        Path target = dir.resolve("run");
        try (ResultDirectory results = ResultDirectory.open(target)) {
            results.writeString("a/b/c.txt", "half");
        }
        assertThat(content(dir)).isEmpty();
    }

    @Test
    void aSecondRunReplacesTheFirstAndLeavesNoneOfItsFiles() throws IOException {
        Path target = dir.resolve("run");
        try (ResultDirectory first = ResultDirectory.open(target)) {
            first.writeString("summary.json", "1");
            first.writeString("extra.csv", "1");
            first.publish();
        }
        Files.writeString(target.resolve("notes.txt"), "mine");
        try (ResultDirectory abandoned = ResultDirectory.open(target)) {
            abandoned.writeString("summary.json", "half");
        }
        assertThat(target.resolve("summary.json")).hasContent("1");
        try (ResultDirectory second = ResultDirectory.open(target)) {
            second.writeString("summary.json", "2");
            second.writeString("sub/new.csv", "2");
            second.publish();
        }
        assertThat(target.resolve("summary.json")).hasContent("2");
        assertThat(content(target))
                .containsExactly(".planner-files", "notes.txt", "sub", "sub/new.csv", "summary.json");
    }

    @Test
    void aDirectoryOfSomeoneElseIsRefused() throws IOException {
        Files.writeString(dir.resolve("thesis.tex"), "x");
        assertThatThrownBy(() -> ResultDirectory.open(dir))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("holds files that the planner did not write; give a new directory");
        assertThatThrownBy(() -> ResultDirectory.open(dir.resolve("thesis.tex")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("is a file");
        assertThat(content(dir)).containsExactly("thesis.tex");
        Path empty = Files.createDirectory(dir.resolve("empty"));
        try (ResultDirectory results = ResultDirectory.open(empty)) {
            results.writeString("a", "1");
            results.publish();
        }
        assertThat(content(empty)).containsExactly(".planner-files", "a");
    }

    @Test
    void noResultFileLiesOutsideTheDirectory() throws IOException {
        try (ResultDirectory results = ResultDirectory.open(dir.resolve("run"))) {
            for (String name : new String[] {"../x", "a/../../x", "/etc/x", "", ".planner-files"}) {
                assertThatThrownBy(() -> results.file(name)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** Writes without end until it is stopped. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) throws IOException {
            Path dir = Path.of(args[0]);
            try (ResultDirectory results = ResultDirectory.open(dir.resolve("run"))) {
                results.writeString("summary.json", "half");
                AtomicFiles.write(dir.resolve("ledger.jsonl"), out -> {
                    out.write(new byte[1 << 20]);
                    System.out.println("writing");
                    while (System.in.read() >= 0) {
                        out.write(0);
                    }
                });
            }
        }
    }

    @Test
    void aStoppedProcessLeavesNothingHalfWritten() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("writing");
            assertThat(content(dir)).isNotEmpty();
            process.toHandle().destroy();
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        assertThat(content(dir)).isEmpty();
    }
}
