package io.dynamoplanner.power.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.cap.PowerRange;
import io.dynamoplanner.power.device.BoardReading.Throttle;
import io.dynamoplanner.power.device.DeviceError.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real binding against a real shared library, which plays the driver. */
class NvmlBoardsTest {
    private static final Board BOARD = new Board(0, "GPU-00000000");

    @TempDir
    private static Path built;

    private static Path library;

    @TempDir
    private Path folder;

    private FakeNvml driver;
    private NvmlBoards boards;

    @BeforeAll
    static void compile() {
        library = FakeNvml.library(built);
    }

    @BeforeEach
    void start() {
        driver = FakeNvml.in(folder).board(0, Map.of());
        boards = NvmlBoards.of(library.toString());
    }

    @AfterEach
    void stop() {
        boards.close();
    }

    private BoardReading read() {
        return boards.read(BOARD).value().orElseThrow();
    }

    private static Kind kind(Outcome<?> outcome) {
        return outcome.error().orElseThrow().kind();
    }

    @Test
    void aBoardTellsWhatItIs() {
        driver.board(0, Map.of("reasons", "4", "mig", "1", "enforced", "500000"));

        BoardReading reading = read();

        assertThat(boards.inventory().value()).hasValueSatisfying(inventory -> {
            assertThat(inventory.boards()).containsExactly(BOARD);
            assertThat(inventory.complete()).isTrue();
        });
        assertThat(reading.name()).isEqualTo("NVIDIA Fake");
        assertThat(reading.limitMilliwatts()).isEqualTo(700_000);
        assertThat(reading.range()).contains(new PowerRange(200_000, 700_000));
        assertThat(reading.defaultMilliwatts()).hasValue(700_000);
        assertThat(reading.enforcedMilliwatts()).hasValue(500_000);
        assertThat(reading.usageMilliwatts()).hasValue(90_000);
        assertThat(reading.energyMillijoules()).hasValue(123_456);
        assertThat(reading.throttled()).contains(Throttle.POWER_CAP);
        assertThat(reading.mig()).isTrue();
        assertThat(reading.persistent()).contains(true);
    }

    @Test
    void aLimitIsSetAndReadBack() {
        assertThat(boards.apply(BOARD.uuid(), new PowerLimit(480_000)).value()).contains(new PowerLimit(480_000));
        assertThat(driver.value(0, "limit")).isEqualTo("480000");
    }

    @Test
    void processesOfAllKindsAreListedOnce() {
        String many = IntStream.range(100, 180).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        driver.board(0, Map.of("pids", many, "mps", "100 7", "graphics", "8"));

        assertThat(boards.processes(BOARD).value().orElseThrow()).hasSize(82).contains(7L, 8L, 100L, 179L);
    }

    @Test
    void listsThatTheDriverDoesNotHaveAreLeftOut() {
        driver.board(
                0,
                Map.of(
                        "pids", "5",
                        "err.nvmlDeviceGetMPSComputeRunningProcesses_v3", "3",
                        "err.nvmlDeviceGetGraphicsRunningProcesses_v3", "13"));

        assertThat(boards.processes(BOARD).value().orElseThrow()).containsExactly(5L);
    }

    /** The library of the test has no {@code _v2}, as some drivers have no {@code _v3}: both are told and nothing breaks. */
    @Test
    void aDriverWithoutAnyProcessListIsTold() {
        driver.board(0, Map.of("err.nvmlDeviceGetComputeRunningProcesses_v3", "13"));

        assertThat(kind(boards.processes(BOARD))).isEqualTo(Kind.NOT_SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "3,NOT_SUPPORTED",
        "4,NO_PERMISSION",
        "10,TRANSIENT",
        "15,LOST",
        "16,LOST",
        "17,TRANSIENT",
        "19,TRANSIENT",
        "20,TRANSIENT",
        "27,TRANSIENT",
        "999,TRANSIENT"
    })
    void aRefusedWriteSaysWhatFollows(int code, Kind kind) {
        driver.board(0, Map.of("err.nvmlDeviceSetPowerManagementLimit", Integer.toString(code)));

        Outcome<PowerLimit> outcome = boards.apply(BOARD.uuid(), new PowerLimit(480_000));

        assertThat(outcome.error()).hasValueSatisfying(error -> {
            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.function()).isEqualTo("nvmlDeviceSetPowerManagementLimit");
        });
        assertThat(driver.value(0, "limit")).isEqualTo("700000");
    }

    @Test
    void anErrorOfTheReadBackIsNoRefusal() {
        driver.board(0, Map.of("err.nvmlDeviceGetPowerManagementLimit", "4"));

        assertThat(kind(boards.apply(BOARD.uuid(), new PowerLimit(480_000)))).isEqualTo(Kind.TRANSIENT);
        assertThat(driver.value(0, "limit")).isEqualTo("480000");
    }

    @Test
    void aRangeThatHasChangedIsReadAgainBeforeAWriteFails() {
        driver.board(0, Map.of("max", "600000", "limit", "600000"));

        assertThat(boards.apply(BOARD.uuid(), new PowerLimit(650_000)).value()).contains(new PowerLimit(600_000));
    }

    @Test
    void nothingIsWrittenWhenTheHandleLeadsToAnotherBoard() {
        driver.board(0, Map.of("moved", "GPU-other"));

        assertThat(kind(boards.apply(BOARD.uuid(), new PowerLimit(480_000)))).isEqualTo(Kind.MOVED);
        assertThat(driver.value(0, "limit")).isEqualTo("700000");
    }

    @Test
    void aBoardThatTellsLittleIsStillRead() {
        driver.board(
                0,
                Map.of(
                        "err.nvmlDeviceGetPowerUsage", "3",
                        "err.nvmlDeviceGetPowerManagementLimitConstraints", "3",
                        "err.nvmlDeviceGetTotalEnergyConsumption", "14"));

        assertThat(read().usageMilliwatts()).isEmpty();
        assertThat(read().range()).isEmpty();
        assertThat(read().energyMillijoules())
                .as("a warning about the infoROM is no failure")
                .isPresent();
    }

    @Test
    void aBoardThatCannotBeIdentifiedMakesTheInventoryIncomplete() {
        driver.board(1, Map.of("err.nvmlDeviceGetHandleByIndex_v2", "15"));

        assertThat(boards.inventory().value()).hasValueSatisfying(inventory -> {
            assertThat(inventory.boards()).containsExactly(BOARD);
            assertThat(inventory.complete()).isFalse();
        });
    }

    @Test
    void aBoardThatIsNotThereIsAbsent() {
        assertThat(kind(boards.read(new Board(5, "GPU-nowhere")))).isEqualTo(Kind.ABSENT);
    }

    @Test
    void theSessionBeginsAgainAfterTheDriverWasAway() {
        assertThat(boards.inventory().error()).isEmpty();
        driver.driver(Map.of("err.nvmlDeviceGetCount_v2", "9", "err.nvmlInit_v2", "9"));
        assertThat(kind(boards.inventory())).isEqualTo(Kind.NO_DRIVER);

        driver.driver(Map.of());

        assertThat(boards.inventory().error()).isEmpty();
    }

    /** Such a handle may lead to another board after the driver was away. */
    @Test
    void aWriteStartsAgainFromTheIdentityOfTheBoardWhenTheSessionEnds() {
        driver.board(0, Map.of("once.nvmlDeviceSetPowerManagementLimit", "1"));

        assertThat(boards.apply(BOARD.uuid(), new PowerLimit(480_000)).value()).contains(new PowerLimit(480_000));
        assertThat(driver.value(0, "limit")).isEqualTo("480000");
    }

    @Test
    void aLimitBeyondWhatTheLibraryCountsIsMovedIntoTheRangeOrRefused() {
        assertThat(boards.apply(BOARD.uuid(), new PowerLimit(9_999_999_000L)).value())
                .contains(new PowerLimit(700_000));

        driver.board(0, Map.of("err.nvmlDeviceGetPowerManagementLimitConstraints", "3"));
        assertThat(kind(boards.apply(BOARD.uuid(), new PowerLimit(9_999_999_000L))))
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void aDriverThatWasReplacedIsTold() {
        driver.driver(Map.of("err.nvmlDeviceGetUUID", "18"));

        assertThat(kind(boards.inventory())).isEqualTo(Kind.DRIVER_REPLACED);
    }

    @Test
    void withoutALibraryEveryAnswerSaysSo() {
        try (var none = NvmlBoards.of(folder.resolve("libnvidia-ml.so.1").toString())) {
            assertThat(none.inventory().error()).hasValueSatisfying(error -> {
                assertThat(error.kind()).isEqualTo(Kind.NO_DRIVER);
                assertThat(error.text()).contains("runtime class");
            });
        }
    }

    @Test
    void aCallThatHangsDoesNotHoldUpTheAgent() {
        driver.driver(Map.of("slow.nvmlDeviceGetCount_v2", "3000"));
        try (var guarded = new DeviceThread(boards, boards, Duration.ofMillis(200))) {
            assertThat(kind(guarded.inventory())).isEqualTo(Kind.TIMED_OUT);
            assertThat(guarded.inventory().error().orElseThrow().text()).contains("earlier call");
        }
    }
}
