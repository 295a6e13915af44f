package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed documentation is what the code generates. With {@code -Dplanner.docs.write=true} it is written. */
class GeneratedFilesTest {
    private static final String REGENERATE =
            "docs/%s is not what the code generates. To write it anew: ./mvnw -pl planner-data -am test"
                    + " -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dplanner.docs.write=true";

    private static Stream<Arguments> files() throws IOException {
        return Stream.of(
                Arguments.of("configuration.md", ConfigDocs.markdown()),
                Arguments.of("planner-config.schema.json", ConfigSchema.text()),
                Arguments.of("deviations.md", Deviations.markdown()),
                Arguments.of("migrate.md", MigrationDocs.insertedInto(Files.readString(docs().resolve("migrate.md")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void committedFileIsUpToDate(String name, String generated) throws IOException {
        Path file = docs().resolve(name);
        if (Boolean.getBoolean("planner.docs.write")) {
            Files.createDirectories(docs());
            Files.writeString(file, generated);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(REGENERATE, name)
                .isEqualTo(generated);
    }

    private static Path docs() {
        return Stream.iterate(Optional.of(Path.of("").toAbsolutePath()), p -> p.map(Path::getParent))
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .filter(path -> Files.exists(path.resolve("mvnw")))
                .findFirst()
                .orElseThrow()
                .resolve("docs");
    }
}
