package io.dynamoplanner.power.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.cap.Owned;
import io.dynamoplanner.power.state.OwnershipFile.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final Owned INTENT = Owned.intent(700_000, 480_000, false, NOW, List.of());

    @TempDir
    private Path folder;

    private OwnershipFile file() {
        return new OwnershipFile(folder.resolve("state"), Step.Listener.none());
    }

    private Path write(String text) throws IOException {
        Files.createDirectories(folder.resolve("state"));
        return Files.writeString(file().path(), text);
    }

    /** A directory where the file should be: the one obstacle that stops root, too. */
    private void obstruct() throws IOException {
        Files.createDirectories(
                file().path().resolveSibling(OwnershipFile.NAME + ".tmp").resolve("x"));
    }

    private void clear() throws IOException {
        Path obstacle = file().path().resolveSibling(OwnershipFile.NAME + ".tmp");
        Files.delete(obstacle.resolve("x"));
        Files.delete(obstacle);
    }

    @Test
    void nothingIsOursBeforeThereIsAFile() {
        assertThat(new Ownership(file()).all()).isEmpty();
        assertThat(new Ownership(file()).unusable()).isEmpty();
    }

    @Test
    void aSuccessorFindsWhatWasRecorded() {
        var ownership = new Ownership(file());

        assertThat(ownership.intend("GPU-a", INTENT)).isTrue();
        assertThat(new Ownership(file()).all()).isEqualTo(Map.of("GPU-a", INTENT));

        ownership.settle("GPU-a", INTENT.applied(480_000));
        assertThat(new Ownership(file()).of("GPU-a")).contains(INTENT.applied(480_000));

        ownership.retire("GPU-a");
        assertThat(new Ownership(file()).all()).isEmpty();
    }

    @Test
    void theFileHasTheListThatOtherReleasesRead() throws IOException {
        new Ownership(file()).intend("GPU-a", INTENT);

        assertThat(Files.readString(file().path()))
                .contains("\"version\":2", "\"managed_uuids\":[\"GPU-a\"]", "\"priorLimitMw\":700000");
    }

    @Test
    void theFirstFormatIsUnderstood() throws IOException {
        write("{\"managed_uuids\": [\"GPU-a\", 5, null]}");

        assertThat(new Ownership(file()).all()).containsOnlyKeys("GPU-a").allSatisfy((uuid, owned) -> {
            assertThat(owned.priorMilliwatts()).isEmpty();
            assertThat(owned.podUids()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"managed_uuids\": \"GPU-a\"}",
                "{\"version\": 3, \"managed_uuids\": [], \"gpus\": {}}",
                "{\"version\": \"x\", \"managed_uuids\": []}",
                "{\"version\": 2, \"managed_uuids\": [\"GPU-a\"]}",
                "{\"version\": 2, \"managed_uuids\": [\"a\"], \"gpus\": {\"a\": {\"since\": \"yesterday\"}}}"
            })
    void aFileThatCannotBeUsedIsLeftAloneAndBlocks(String text) throws IOException {
        write(text);
        var ownership = new Ownership(file());

        assertThat(ownership.intend("GPU-b", INTENT)).isFalse();
        ownership.settle("GPU-b", INTENT);
        ownership.flush();

        assertThat(ownership.unusable())
                .hasValueSatisfying(
                        why -> assertThat(why).contains(file().path().toString(), "repair it"));
        assertThat(Files.readString(file().path())).isEqualTo(text);
        assertThat(file().read()).isInstanceOf(Contents.Unusable.class);
    }

    @Test
    void aFileThatWasRepairedIsReadAgain() throws IOException {
        write("not json");
        var ownership = new Ownership(file());
        write("{\"managed_uuids\": [\"GPU-a\"]}");

        ownership.flush();

        assertThat(ownership.unusable()).isEmpty();
        assertThat(ownership.all()).containsOnlyKeys("GPU-a");
    }

    @Test
    void withoutADiskNothingBecomesOurs() throws IOException {
        obstruct();
        var ownership = new Ownership(file());

        assertThat(ownership.intend("GPU-a", INTENT)).isFalse();
        assertThat(ownership.all()).isEmpty();
        assertThat(ownership.failures()).isEqualTo(1);
        assertThat(ownership.unwritten())
                .hasValueSatisfying(why -> assertThat(why).contains("writable"));
    }

    @Test
    void whatIsForgottenWhileTheDiskIsAwayIsWrittenLater() throws IOException {
        var ownership = new Ownership(file());
        ownership.intend("GPU-a", INTENT);
        obstruct();

        ownership.retire("GPU-a");
        assertThat(ownership.all()).isEmpty();
        assertThat(new Ownership(file()).all()).containsOnlyKeys("GPU-a");

        clear();
        ownership.flush();
        assertThat(new Ownership(file()).all()).isEmpty();
        assertThat(ownership.unwritten()).isEmpty();
    }
}
