package io.dynamoplanner.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.app.image.UnpackedImage.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image as the build wrote it, started in the way of a careful cluster: another user without rights, nothing
 * writable, no home.
 */
class PlannerImageIT {
    @TempDir
    private static Path folder;

    private static UnpackedImage image;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Path tar = Path.of(Objects.requireNonNull(
                System.getProperty("planner.image"), "no planner.image; run this test with ./mvnw verify"));
        image = UnpackedImage.of(tar, folder);
    }

    @AfterAll
    static void unlock() throws IOException, InterruptedException {
        image.unlock();
    }

    @Test
    void itsEntryPointStartsTheProgram() throws IOException, InterruptedException {
        Run run = image.start("--version");

        assertThat(run).isEqualTo(new Run(0, "planner " + version() + "\n", ""));
    }

    @Test
    void itsScriptStartsTheSameProgramForKubectlExec() throws IOException, InterruptedException {
        Run run = image.planner("config", "schema");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode schema = new ObjectMapper().readTree(run.out());
        assertThat(schema.at("/properties/ttft_ms").isObject()).isTrue();
    }

    @Test
    void aConfigurationInPlaceIsRead() throws IOException, InterruptedException {
        Run run = image.planner("config", "check", "--config", "{\"ttft_ms\": 300, \"itl\": -1}");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err() + run.out()).contains("itl_ms").doesNotContain("Exception");
    }

    @Test
    void withoutArgumentsItRuns() throws IOException, InterruptedException {
        assertThat(image.words("Cmd")).containsExactly("run");
        assumeThat(image.planner("--help").out()).containsPattern("(?m)^  run ");

        Run run = image.start("run", "--help");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Usage: planner run");
    }

    @Test
    void nothingIsWritten() throws IOException, InterruptedException {
        assumeThat(image.asNobody()).as("runs as another user").isNotEmpty();
        image.start("config", "show");

        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.filter(file -> owner(file) == UnpackedImage.NOBODY))
                    .isEmpty();
        }
    }

    @Test
    void itNeedsNoRights() {
        assertThat(image.config().at("/config/User").asText()).matches("[1-9]\\d*:[1-9]\\d*");
        assertThat(image.config().at("/config/Volumes")).isEmpty();
    }

    @Test
    void itHoldsTheProgramItsLicencesAndNothingElse() throws IOException {
        var expected = new TreeSet<>(List.of(
                "opt/planner/LICENSE",
                "opt/planner/THIRD-PARTY.md",
                "opt/planner/classpath/planner-app.jar",
                "opt/planner/jib-classpath-file",
                "opt/planner/jib-main-class-file",
                "opt/planner/jvm.options",
                "usr/local/bin/planner"));
        try (Stream<Path> libraries = Files.list(Path.of("target", "planner", "lib"))) {
            libraries.forEach(library -> expected.add("opt/planner/libs/" + library.getFileName()));
        }

        assertThat(image.files()).containsExactlyElementsOf(expected);
    }

    /** The same commit gives the same image, whoever builds it and when. */
    @Test
    void itDoesNotDependOnTheDayOfTheBuild() throws IOException {
        assertThat(image.config().get("created").asText()).isEqualTo("2026-11-21T00:00:00Z");
        for (String file : List.of("opt/planner/jvm.options", "opt/planner/classpath/planner-app.jar")) {
            assertThat(Files.getLastModifiedTime(image.root().resolve(file)).toMillis())
                    .as(file)
                    .isEqualTo(1000);
        }
    }

    @Test
    void itSaysWhatItIs() {
        JsonNode labels = image.config().at("/config/Labels");

        assertThat(labels.get("org.opencontainers.image.title").asText()).isEqualTo("Dynamo Planner");
        assertThat(labels.get("org.opencontainers.image.version").asText()).isEqualTo(version());
        assertThat(labels.get("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    }

    private static String version() {
        return Objects.requireNonNull(System.getProperty("planner.version"), "planner.version");
    }

    private static int owner(Path file) {
        try {
            return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException gone) {
            return -1;
        }
    }
}
