package io.dynamoplanner.k8s.graph;

import static io.dynamoplanner.core.role.Role.DECODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import io.dynamoplanner.core.role.PerRole;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds for any report and any pods, however little they fit together, one look after the other. */
class FleetPropertiesTest {
    private static final FleetReader READER =
            new FleetReader(new GpuWidths(PerRole.empty()), Duration.ofMinutes(10), Duration.ofMinutes(2));

    @RepeatedTest(50)
    void settledMeansFinishedAndNothingHeldIsLeftOut(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var memory = FleetMemory.NOTHING;
        Instant now = Instant.EPOCH;
        var states = EnumSet.noneOf(Rollout.class);
        for (int look = 0; look < 200; look++) {
            now = now.plusSeconds(random.nextInt(300));
            Scene scene = scene(random);
            Component decode = scene.graph().component("decode").orElseThrow();

            FleetReading reading = READER.read(scene.snapshot(), PerRole.of(DECODE, decode), memory, now);

            memory = reading.memory();
            RoleFleet fleet = reading.fleet().role(DECODE);
            int number = look;
            Supplier<String> seen =
                    () -> "look " + number + " at " + scene.graph() + " with " + scene.pods + scene.adapters;
            checkSettled(scene, decode, fleet, seen);
            checkHolding(scene, decode, fleet, seen);
            states.add(fleet.rollout());
            checkState(fleet, reading.evidence().get(DECODE), seen);
        }
        assertThat(states).as("states that were met").containsExactlyInAnyOrder(Rollout.values());
    }

    private static void checkSettled(Scene scene, Component decode, RoleFleet fleet, Supplier<String> seen) {
        if (fleet.rollout() != Rollout.SETTLED) {
            return;
        }
        ComponentStatus status = scene.statuses.get("decode");
        assertThat(status).as(seen).isNotNull();
        assertThat(List.of(
                        status.replicas().orElseThrow(),
                        status.updated().orElseThrow(),
                        status.serving(),
                        decode.replicas(),
                        fleet.ready()))
                .as(seen)
                .containsOnly(fleet.desired());
        assertThat(scene.observed.orElse(-1)).as(seen).isGreaterThanOrEqualTo(scene.generation);
        assertThat(scene.pods.stream().filter(pod -> pod.terminating() && !pod.isFinished()))
                .as(seen)
                .isEmpty();
        assertThat(scene.phase).as(seen).isIn("", "Completed");
        assertThat(scene.restarting).as(seen).isEmpty();
        assertThat(fleet.terminating()).as(seen).isZero();
    }

    private static void checkHolding(Scene scene, Component decode, RoleFleet fleet, Supplier<String> seen) {
        long holders = scene.pods.stream().filter(pod -> !pod.isFinished()).count();
        assertThat((long) fleet.holding() * decode.nodes()).as(seen).isGreaterThanOrEqualTo(holders);
        assertThat(fleet.holding())
                .as(seen)
                .isGreaterThanOrEqualTo(fleet.desired())
                .isGreaterThanOrEqualTo(decode.replicas());
        ComponentStatus status = scene.statuses.get("decode");
        if (status != null && status.isComplete()) {
            assertThat(fleet.holding())
                    .as(seen)
                    .isGreaterThanOrEqualTo(status.replicas().orElse(0))
                    .isGreaterThanOrEqualTo(status.serving());
            assertThat(fleet.ready()).as(seen).isEqualTo(status.serving());
        } else {
            assertThat(fleet.rollout()).as(seen).isEqualTo(Rollout.UNKNOWN);
        }
    }

    private static void checkState(RoleFleet fleet, RoleEvidence evidence, Supplier<String> seen) {
        if (fleet.rollout() != Rollout.SETTLED) {
            assertThat(evidence.why()).as(seen).isNotEmpty();
        }
        if (fleet.rollout() == Rollout.STUCK) {
            assertThat(evidence.unsettledSince()).as(seen).isPresent();
        }
    }

    /** Small numbers, so that they often agree. */
    private static Scene scene(Random random) {
        int nodes = 1 + random.nextInt(2);
        int desired = random.nextInt(4);
        boolean owned = random.nextBoolean();
        Component wide = Scene.wide(
                "decode", "decode", random.nextInt(3) == 0 ? random.nextInt(4) : desired, nodes, OptionalInt.of(4));
        var scene = new Scene()
                .with(new Component(
                        "decode",
                        "decode",
                        wide.replicas(),
                        true,
                        owned,
                        wide.minAvailable(),
                        nodes,
                        wide.gpusPerPod(),
                        wide.model(),
                        wide.endpoint(),
                        false,
                        false));
        if (random.nextInt(10) > 0) {
            scene.adapter("decode", desired);
        }
        if (random.nextInt(10) > 0) {
            scene.status(
                    "decode",
                    Scene.counts(
                            near(random, desired),
                            near(random, desired),
                            near(random, desired),
                            near(random, desired)));
        }
        scene.observed = random.nextInt(20) == 0
                ? OptionalLong.empty()
                : OptionalLong.of(scene.generation - random.nextInt(10) / 9);
        scene.phase = List.of("", "", "", "Completed", "InProgress", "Failed").get(random.nextInt(6));
        scene.restarting = random.nextInt(10) == 0 ? Set.of("decode") : Set.of();
        scene.ready(random.nextBoolean(), random.nextBoolean() ? "" : "not ready: chat-decode-abc: x");
        int pods = random.nextInt(3) == 0 ? random.nextInt(9) : desired * nodes;
        for (int i = 0; i < pods; i++) {
            String phase = List.of("Running", "Running", "Pending", "Unknown", "Failed", "Succeeded")
                    .get(random.nextInt(6));
            boolean terminating = random.nextInt(8) == 0;
            scene.pods.add(new PodState("p" + i, "decode", phase, true, terminating, "", random.nextBoolean()));
        }
        return scene;
    }

    private static @Nullable Integer near(Random random, int desired) {
        int dice = random.nextInt(20);
        return dice == 0 ? null : dice < 4 ? Integer.valueOf(random.nextInt(6)) : Integer.valueOf(desired);
    }
}
