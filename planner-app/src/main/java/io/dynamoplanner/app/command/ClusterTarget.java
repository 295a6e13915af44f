package io.dynamoplanner.app.command;

import io.dynamoplanner.app.run.RunOptions;
import io.dynamoplanner.data.config.FlagArguments;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which graph a command is about, and the configuration of its planner. */
final class ClusterTarget {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration: YAML or JSON file, or JSON in place.")
    private Optional<String> config = Optional.empty();

    @Option(
            names = "--graph",
            paramLabel = "NAME",
            description = "DynamoGraphDeployment; without it the one that $DYN_PARENT_DGD_K8S_NAME names.")
    private Optional<String> graph = Optional.empty();

    @Option(
            names = "--k8s-namespace",
            paramLabel = "NAME",
            description =
                    "Its Kubernetes namespace; without it $DYN_PARENT_DGD_K8S_NAMESPACE, $POD_NAMESPACE, that of the"
                            + " service account, or that of the kubeconfig.")
    private Optional<String> namespace = Optional.empty();

    /** With these flags of any release on top of the configuration. */
    RunOptions options(List<String> flags) {
        return new RunOptions(config, FlagArguments.parse(flags), graph, namespace, System.getenv());
    }
}
