package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.deploy.ShippedRole;
import io.dynamoplanner.app.deploy.ShippedRole.Right;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.AuditLog;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped Role on a real API server: enough, and nothing that is not used. */
@RealKube
class RightsOnRealServersTest {
    private final KubeServer kube;

    @TempDir
    private Path directory;

    RightsOnRealServersTest(KubeServer kube) {
        this.kube = kube;
    }

    /** Prefill is scaled through an adapter, Decode in the graph; others write to both. */
    @Test
    void everyRightOfTheRoleIsUsedAndNoRequestIsForbidden() throws Exception {
        Instant start = Instant.now();
        try (var around = new RealSurroundings(kube, directory)) {
            around.createGraph(
                    RealSurroundings.component("Prefill", 1, true) + RealSurroundings.component("Decode", 1, false));
            try (PlannerProcess planner = PlannerProcess.start(around.options("\"max_gpu_budget\": 12"))) {
                Await.until("first decision", () -> planner.decisions() > 0);
                Await.until(
                        "findings that block to be put right",
                        () -> planner.findings().stream().noneMatch(Finding::blocks));

                around.frontend.load(80);
                awaitGrowth(around);
                aForeignWriterIsNamed(around);
            }

            var requests = around.requests(start);
            assertThat(requests).noneMatch(request -> request.status() == 403);
            Set<Right> used = requests.stream()
                    .filter(request -> request.namespace().equals(around.namespace))
                    .map(RightsOnRealServersTest::right)
                    .collect(Collectors.toSet());
            assertThat(used).containsExactlyInAnyOrderElementsOf(ShippedRole.rights());
        }
    }

    private static void aForeignWriterIsNamed(RealSurroundings around) {
        around.patchAdapter("Prefill", "some-hpa", "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":1}]");
        Await.until("the writer of the adapter to be named", () -> told(around, "by some-hpa"));

        around.patchGraph("some-user", "[{\"op\":\"replace\",\"path\":\"/spec/components/2/replicas\",\"value\":1}]");
        Await.until("the writer of the graph to be named", () -> told(around, "by some-user"));
        awaitGrowth(around);
    }

    private static void awaitGrowth(RealSurroundings around) {
        Await.until("growth", () -> around.replicas("Prefill") >= 5 && around.replicas("Decode") >= 2);
    }

    private static boolean told(RealSurroundings around, String text) {
        return around.events().stream().anyMatch(event -> event.startsWith("ForeignWriter") && event.contains(text));
    }

    private static Right right(AuditLog.Request request) {
        String subresource = request.subresource().isEmpty() ? "" : "/" + request.subresource();
        return new Right(request.group(), request.resource() + subresource, request.verb());
    }
}
