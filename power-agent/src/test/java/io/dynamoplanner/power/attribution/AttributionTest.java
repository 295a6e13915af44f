package io.dynamoplanner.power.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.cap.Occupants;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.device.DeviceError;
import io.dynamoplanner.power.device.DeviceError.Kind;
import io.dynamoplanner.power.device.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributionTest {
    private static final String UID = "cafe0001-dead-0002-beef-000000000003";
    private static final String STRANGER = "aaaa0001-bbbb-0002-cccc-000000000009";
    private static final PodCap POD = new PodCap(UID, "serving", "a", CapText.parse("480"));
    private static final NodePods PODS = NodePods.of(List.of(new NodePods.Entry(POD, "")));
    private static final Allocations.Reading NOT_ASKED = Allocations.none().read();

    @TempDir
    private Path proc;

    private void process(long pid, String cgroup, long startTicks) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(folder.resolve("cgroup"), cgroup);
        Files.writeString(
                folder.resolve("stat"),
                pid + " (a ) b) S 1 1 1 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 1 0 " + startTicks + " 9");
    }

    private void podProcess(long pid, String uid) throws IOException {
        process(pid, "0::/kubepods/burstable/pod" + uid + "/ab\n", 100);
    }

    private Attribution.Use use(Outcome<Set<Long>> pids, Allocations.Reading allocations) {
        return new Attribution(new ProcFolder(proc)).of("GPU-0", pids, OptionalDouble.of(10), allocations, PODS);
    }

    private Occupants occupants(Long... pids) {
        return use(Outcome.ok(Set.of(pids)), NOT_ASKED).occupants();
    }

    @Test
    void twoProcessesOfOnePodAreOnePod() throws IOException {
        podProcess(7, UID);
        podProcess(8, UID);

        assertThat(occupants(7L, 8L)).isEqualTo(new Occupants.Somebody(List.of(POD), 0));
    }

    @Test
    void podsWithoutTheAnnotationAndProcessesOfTheHostAreOthers() throws IOException {
        podProcess(7, STRANGER);
        process(8, "0::/system.slice/x.service", 100);

        assertThat(occupants(7L, 8L)).isEqualTo(new Occupants.Somebody(List.of(), 2));
    }

    @Test
    void aProcessThatHasEndedIsNobody() {
        assertThat(occupants(7L)).isEqualTo(new Occupants.Nobody());
    }

    /** It began 10.01 s after the machine did, and the list was made at 10 s. */
    @Test
    void aProcessThatOnlyGotTheNumberIsNobody() throws IOException {
        process(7, "0::/kubepods/burstable/pod" + UID + "/ab\n", 1001);

        assertThat(occupants(7L)).isEqualTo(new Occupants.Nobody());
    }

    @Test
    void whatCannotBeReadIsUnknownAndNotNobody() throws IOException {
        Files.createDirectories(proc.resolve("7").resolve("cgroup"));
        Files.writeString(proc.resolve("7").resolve("stat"), "7 (x) S");

        assertThat(occupants(7L)).isInstanceOf(Occupants.Unknown.class);
    }

    @Test
    void aListThatCannotBeHadIsUnknown() {
        var error = new DeviceError(Kind.NO_PERMISSION, "f", 4, "no permission");

        assertThat(use(Outcome.failed(error), NOT_ASKED).occupants())
                .isInstanceOfSatisfying(
                        Occupants.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("no permission"));
    }

    @Test
    void theKubeletKnowsBeforeTheFirstProcess() {
        var given = new Allocations.Reading.Known(Map.of("GPU-0", Set.of("serving/a", "other/b")));

        assertThat(use(Outcome.ok(Set.of()), given).occupants()).isEqualTo(new Occupants.Somebody(List.of(POD), 1));
    }

    @Test
    void whereKubeletAndProcessesDifferBothCountAndItIsTold() throws IOException {
        podProcess(7, UID);
        var given = new Allocations.Reading.Known(Map.of("GPU-1", Set.of("serving/a")));

        Attribution.Use use = use(Outcome.ok(Set.of(7L)), given);

        assertThat(use.occupants()).isEqualTo(new Occupants.Somebody(List.of(POD), 0));
        assertThat(use.disagreement()).contains("serving/a");
    }

    @Test
    void aStaticPodIsFoundByTheHashOfItsManifest() throws IOException {
        String hash = "3f2a".repeat(8);
        podProcess(7, hash);
        NodePods pods = NodePods.of(List.of(new NodePods.Entry(POD, hash)));

        assertThat(new Attribution(new ProcFolder(proc))
                        .of("GPU-0", Outcome.ok(Set.of(7L)), OptionalDouble.empty(), NOT_ASKED, pods)
                        .occupants())
                .isEqualTo(new Occupants.Somebody(List.of(POD), 0));
    }

    /** Real processes of this machine, whatever its cgroups are. */
    @Test
    void theProcessesOfThisMachineAreReadWithoutFailure() throws IOException {
        var here = new ProcFolder(Path.of("/proc"));
        assumeTrue(Files.isDirectory(Path.of("/proc/self")));
        OptionalDouble before = here.uptime();
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(before).isPresent();
            assertThat(here.home(ProcessHandle.current().pid(), here.uptime()))
                    .isInstanceOfAny(ProcFolder.Home.Host.class, ProcFolder.Home.Pod.class);
            assertThat(here.home(child.pid(), OptionalDouble.of(before.getAsDouble() - 1)))
                    .as("a process that began after the list")
                    .isInstanceOf(ProcFolder.Home.Gone.class);
        } finally {
            child.destroyForcibly();
        }
    }
}
