package io.dynamoplanner.power.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.device.DeviceError.Kind;
import io.dynamoplanner.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell script plays dcgmi: it writes down its arguments and answers from files. */
class DcgmiPowerLimitTest {
    private static final String SCRIPT = """
            echo "$@" >> "$0.calls"
            if [ -f "$0.fail" ]; then rm "$0.fail"; echo "Error: unable to connect"; exit 1; fi
            case "$1" in
              discovery) printf '%s\\n' '| GPU ID | Device Information |' \
                '| 0      | Name: NVIDIA X              |' '|        | Device UUID: GPU-other |' \
                '| 3      | Name: NVIDIA X              |' '|        | Device UUID: GPU-fake-0 |';;
              group)
                if [ "$4" = -l ]; then [ -f "$0.left" ] && cat "$0.left"; exit 0; fi
                echo 'Successfully created group "x" with a group ID of 7';;
              config) echo 'Configuration successfully set.';;
            esac
            """;

    private final FakeBoards driver = new FakeBoards(1);

    @TempDir
    private Path folder;

    private Path script;

    @BeforeEach
    void write() throws IOException {
        script = Files.writeString(folder.resolve("dcgmi"), SCRIPT);
    }

    private DcgmiPowerLimit actuator() {
        return new DcgmiPowerLimit(List.of("sh", script.toString()), "engine:5555", Duration.ofSeconds(20), driver);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("dcgmi.calls"));
    }

    @Test
    void theEngineIsToldOneFieldOfOneBoard() throws IOException {
        assertThat(actuator().apply("GPU-fake-0", new PowerLimit(480_000)).error())
                .isEmpty();

        assertThat(calls())
                .hasSize(4)
                .satisfies(calls -> assertThat(calls.get(0)).isEqualTo("discovery --host engine:5555 -l"))
                .satisfies(calls -> assertThat(calls.get(2))
                        .isEqualTo("group --host engine:5555 -c dynamo-power-agent-GPU-fake-0 -a 3"))
                .satisfies(calls -> assertThat(calls.get(3)).isEqualTo("config --host engine:5555 --set -g 7 -P 480"));
    }

    @Test
    void theGroupIsKeptAndMadeAgainAfterTheEngineForgotIt() throws IOException {
        DcgmiPowerLimit actuator = actuator();
        actuator.apply("GPU-fake-0", new PowerLimit(480_000));
        actuator.apply("GPU-fake-0", new PowerLimit(470_000));
        assertThat(calls()).hasSize(5);

        Files.writeString(folder.resolve("dcgmi.fail"), "");

        assertThat(actuator.apply("GPU-fake-0", new PowerLimit(460_000)).error())
                .isEmpty();
        assertThat(calls()).hasSize(10);
    }

    @Test
    void theGroupOfAnEarlierProcessIsDeletedAndThoseOfOthersStay() throws IOException {
        Files.writeString(folder.resolve("dcgmi.left"), """
                | Groups            |                                |
                | -> 4              |                                |
                |    -> Group ID    | 4                              |
                |    -> Group Name  | somebody                       |
                | -> 5              |                                |
                |    -> Group ID    | 5                              |
                |    -> Group Name  | dynamo-power-agent-GPU-fake-0  |
                """);

        assertThat(actuator().apply("GPU-fake-0", new PowerLimit(480_000)).error())
                .isEmpty();

        assertThat(calls()).filteredOn(call -> call.contains(" -d ")).containsExactly("group --host engine:5555 -d 5");
    }

    @Test
    void atTheEndTheGroupIsDeletedAndTheTargetStays() throws IOException {
        DcgmiPowerLimit actuator = actuator();
        actuator.apply("GPU-fake-0", new PowerLimit(480_000));
        try (var devices = new DeviceThread(driver, actuator, Duration.ofSeconds(20))) {
            assertThat(devices.current("GPU-fake-0").error()).isEmpty();
        }

        assertThat(calls()).hasSize(5).last().isEqualTo("group --host engine:5555 -d 7");
        actuator.end();
        assertThat(calls()).as("nothing is deleted twice").hasSize(5);
    }

    @Test
    void anEngineThatIsGoneAtTheEndDoesNoHarm() throws IOException {
        DcgmiPowerLimit actuator = actuator();
        actuator.apply("GPU-fake-0", new PowerLimit(480_000));
        Files.writeString(folder.resolve("dcgmi.fail"), "");

        actuator.end();

        assertThat(calls()).last().asString().contains(" -d 7");
    }

    @Test
    void aBoardThatTheEngineDoesNotListIsNotGuessed() throws IOException {
        assertThat(actuator()
                        .apply("GPU-unknown", new PowerLimit(480_000))
                        .error()
                        .orElseThrow()
                        .text())
                .contains("engine of this node");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatTheEngineSaysIsPassedOn() throws IOException {
        Files.writeString(folder.resolve("dcgmi.fail"), "");

        assertThat(actuator()
                        .apply("GPU-fake-0", new PowerLimit(480_000))
                        .error()
                        .orElseThrow()
                        .text())
                .isEqualTo("Error: unable to connect");
    }

    @Test
    void withoutTheCommandTheErrorNamesIt() {
        var missing = new DcgmiPowerLimit(
                List.of(folder.resolve("nothing").toString()), "engine:5555", Duration.ofSeconds(20), driver);

        assertThat(missing.apply("GPU-fake-0", new PowerLimit(480_000)).error()).hasValueSatisfying(error -> {
            assertThat(error.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(error.text()).contains("dcgmi cannot be run");
        });
        assertThat(driver.writes()).isZero();
    }

    /** A pod that is stopped has a minute for everything. */
    @Test
    void anEngineThatDoesNotAnswerAtTheEndIsGivenUpAndNothingIsLeftRunning() throws IOException {
        DcgmiPowerLimit actuator = actuator();
        actuator.apply("GPU-fake-0", new PowerLimit(480_000));
        // the child of the shell holds its output
        Files.writeString(script, "sleep 600 & echo $! > \"$0.child\"; wait");

        actuator.end();

        long child =
                Long.parseLong(Files.readString(folder.resolve("dcgmi.child")).strip());
        Await.until(
                "end of " + child,
                () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }
}
