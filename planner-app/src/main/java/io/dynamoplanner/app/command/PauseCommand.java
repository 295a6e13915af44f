package io.dynamoplanner.app.command;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.PlannerVersion;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.client.ClusterAccess;
import io.dynamoplanner.k8s.client.KubernetesClients;
import io.dynamoplanner.k8s.client.RequestListener;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.pause.Pause;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code planner pause} and {@code planner resume}: whether planners may write to a graph. */
public final class PauseCommand {
    private PauseCommand() {}

    /** Which graph. */
    static final class Which {
        @Parameters(paramLabel = "GRAPH", description = "Name of the DynamoGraphDeployment.")
        private String graph = "";

        @Option(
                names = {"--k8s-namespace", "-n"},
                paramLabel = "NAME",
                description = "Its Kubernetes namespace; without it that of the environment or the kubeconfig.")
        private Optional<String> namespace = Optional.empty();

        private GraphId id(ClusterAccess access) {
            try {
                return new GraphId(access.namespace(namespace).name(), graph);
            } catch (IllegalArgumentException e) {
                throw new BadInput(String.valueOf(e.getMessage()));
            }
        }
    }

    /** {@code planner pause}. */
    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = {
                "Stops all writes of planners to a graph until 'planner resume'. Planners go on to observe and to decide, and"
                        + " say what they would do. Sets the annotation " + Pause.ANNOTATION + ".",
                ""
            })
    public static final class Stop implements Callable<Integer> {
        @Mixin
        private Which which;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Shown wherever a write is refused.")
        private String reason = "paused by an operator";

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            return write(which, spec, (server, graph, api) -> Pause.pause(server, graph, api, reason), "paused");
        }
    }

    /** {@code planner resume}. */
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = {"Lets planners write to a graph again. Removes the annotation " + Pause.ANNOTATION + ".", ""
            })
    public static final class Resume implements Callable<Integer> {
        @Mixin
        private Which which;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            return write(which, spec, Pause::resume, "resumed");
        }
    }

    private interface Change {
        Outcome apply(ApiServer server, GraphId graph, GraphApi api);
    }

    private static int write(Which which, CommandSpec spec, Change change, String done) {
        ClusterAccess access = ClusterAccess.of(Map.copyOf(System.getenv()));
        GraphId graph = which.id(access);
        try (KubernetesClient client = open(access)) {
            Outcome outcome = change.apply(new ApiServer(client), graph, served(client));
            if (outcome instanceof Outcome.Applied || outcome instanceof Outcome.Unchanged) {
                spec.commandLine()
                        .getOut()
                        .println(graph + " " + done + (outcome instanceof Outcome.Unchanged ? " already" : ""));
                return ExitCode.OK;
            }
            spec.commandLine().getErr().println("planner: " + graph + ": " + why(outcome));
            return ExitCode.FAILED;
        }
    }

    private static KubernetesClient open(ClusterAccess access) {
        try {
            return KubernetesClients.open(access, PlannerVersion.text(), RequestListener.none());
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    /** The version of the API to write with: the preferred one that is served. */
    private static GraphApi served(KubernetesClient client) {
        APIGroup group = client.getApiGroup(GraphApi.GROUP);
        if (group == null) {
            throw new BadInput("the cluster does not serve " + GraphApi.GROUP + "; install the Dynamo operator");
        }
        Set<String> versions = group.getVersions().stream()
                .map(GroupVersionForDiscovery::getVersion)
                .collect(Collectors.toSet());
        return versions.contains(GraphApi.V1BETA1.version()) ? GraphApi.V1BETA1 : GraphApi.V1ALPHA1;
    }

    private static String why(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.why();
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return rejected.why();
        }
        return outcome instanceof Outcome.Deferred deferred ? deferred.why() : "";
    }
}
