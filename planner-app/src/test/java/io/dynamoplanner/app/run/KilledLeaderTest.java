package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.Main;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.PodObjects;
import io.dynamoplanner.testing.kube.RealKube;
import io.dynamoplanner.testing.stage.PlannerProgram;
import io.dynamoplanner.testing.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Two planners in processes of their own, of which the leader is killed in the middle of a plan. */
@RealKube
@EnabledIfEnvironmentVariable(named = "FULL_PLANE", matches = "true")
class KilledLeaderTest {
    private static final Path PROFILE = Path.of("..", "examples", "profiles", "h200_llama3.1-8b-fp8_tp1_measured")
            .toAbsolutePath();
    private static final int GPUS = 8;
    private static final Duration WINDOW = Duration.ofSeconds(4);
    private static final String LEADS = "is held by ";

    private final KubeServer kube;

    KilledLeaderTest(KubeServer kube) {
        this.kube = kube;
    }

    @Test
    void theOtherFinishesARebalanceUnderAFullBudgetAndNeverPassesIt() {
        // long to drain: the GPUs that the plan gives to decode are not free yet when the leader dies
        var pods = new PodObjects(kube.admin(), Duration.ofSeconds(2), Duration.ofSeconds(10));
        try (var stage = new Stage(kube, pods)) {
            stage.graph().create(6, 2);
            stage.frontend().load(80, 3000, 150);
            Await.until("ready replicas", () -> stage.graph().ready("Prefill") == 6);
            try (var first = launch(stage, "planner-a")) {
                Await.until("leader", () -> first.line(LEADS + "planner-a").isPresent());
                try (var second = launch(stage, "planner-b")) {
                    Await.until(
                            "follower", () -> second.line(LEADS + "planner-a").isPresent());
                    Await.until("decision", () -> first.line("[summary]").isPresent());
                    Await.until("full budget", () -> replicas(stage) == GPUS);

                    int prefill = stage.graph().replicas("Prefill");
                    stage.frontend().load(40, 300, 1500);
                    Await.until("release", () -> stage.graph().replicas("Prefill") < prefill);
                    Instant killed = Instant.now();
                    first.kill();
                    int decode = stage.graph().replicas("Decode");
                    assertThat(replicas(stage)).as("growth waits for the GPUs").isLessThan(GPUS);

                    Await.until("growth", () -> stage.graph().replicas("Decode") > decode);
                    Duration toGrowth = Duration.between(killed, Instant.now());
                    Await.until("whole budget in use", () -> ready(stage) == GPUS);
                    System.err.printf(
                            "killed in the middle of %d+%d -> %d+%d: growth written after %d ms, served after %d ms%n",
                            prefill,
                            decode,
                            stage.graph().replicas("Prefill"),
                            stage.graph().replicas("Decode"),
                            toGrowth.toMillis(),
                            Duration.between(killed, Instant.now()).toMillis());
                    assertThat(second.line(LEADS + "planner-b")).isPresent();
                }
            }
            assertThat(pods.mostGpus()).isLessThanOrEqualTo(GPUS);
        }
    }

    private static int replicas(Stage stage) {
        return stage.graph().replicas("Prefill") + stage.graph().replicas("Decode");
    }

    private static int ready(Stage stage) {
        return stage.graph().ready("Prefill") + stage.graph().ready("Decode");
    }

    private static PlannerProgram launch(Stage stage, String identity) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "@" + Path.of("src/main/image/opt/planner/jvm.options").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path", ""),
                Main.class.getName());
        return stage.launch(
                new PlannerProgram.Launch(command, identity), new PlannerProgram.Settings(PROFILE, WINDOW, GPUS));
    }
}
