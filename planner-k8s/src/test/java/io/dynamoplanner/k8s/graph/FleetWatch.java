package io.dynamoplanner.k8s.graph;

import static io.dynamoplanner.core.role.Role.DECODE;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.PerRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks at one role of a graph again and again, as time goes by: stuck after 10 minutes, no capacity after 2. */
final class FleetWatch {
    static final Instant START = Instant.parse("2026-11-21T07:00:00Z");
    private static final FleetReader READER =
            new FleetReader(new GpuWidths(PerRole.empty()), Duration.ofMinutes(10), Duration.ofMinutes(2));

    private Instant now = START;
    private FleetReading last =
            new FleetReading(new Fleet(PerRole.empty()), FleetMemory.NOTHING, PerRole.empty(), List.of());

    RoleFleet look(Scene scene) {
        return look(scene, "decode");
    }

    RoleFleet look(Scene scene, String component) {
        Component decode = scene.graph().component(component).orElseThrow();
        last = READER.read(scene.snapshot(), PerRole.of(DECODE, decode), last.memory(), now);
        return last.fleet().role(DECODE);
    }

    void minutesLater(int minutes) {
        now = now.plus(Duration.ofMinutes(minutes));
    }

    RoleEvidence evidence() {
        return last.evidence().get(DECODE);
    }

    RoleMemory memory() {
        return last.memory().roles().get(DECODE);
    }

    List<Finding> findings() {
        return last.findings();
    }

    List<String> codes() {
        return last.findings().stream().map(Finding::code).toList();
    }
}
