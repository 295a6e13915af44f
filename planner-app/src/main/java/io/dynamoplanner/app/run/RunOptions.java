package io.dynamoplanner.app.run;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.data.config.DeploymentEnvironment;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.k8s.client.ClusterAccess;
import java.util.Map;
import java.util.Optional;

/**
 * What a process is told when it is started.
 *
 * @param config path of a YAML or JSON file, or JSON in place
 * @param flags value by flag
 * @param graph name of the graph; empty for the one that the environment names
 * @param namespace Kubernetes namespace; empty for the one that the environment names
 * @param environment variables of the process
 */
public record RunOptions(
        Optional<String> config,
        Map<String, String> flags,
        Optional<String> graph,
        Optional<String> namespace,
        Map<String, String> environment) {
    private static final String PARENT = "DYN_PARENT_DGD_K8S_NAME";

    /** @throws BadInput if nothing names the graph or its namespace, or it cannot be managed from here */
    GraphId target(PlannerConfig config) {
        DeploymentEnvironment where = config.get(DeploymentFields.ENVIRONMENT);
        if (where != DeploymentEnvironment.KUBERNETES) {
            throw new BadInput(
                    "environment '" + where.spelling() + "' is not supported by this release; use kubernetes");
        }
        String name = graph.or(() -> variable(PARENT))
                .orElseThrow(() -> new BadInput(PARENT
                        + " environment variable is not set; the Dynamo operator sets it in a planner component, elsewhere"
                        + " name the graph with --graph"));
        try {
            return new GraphId(
                    ClusterAccess.of(environment).namespace(namespace).name(), name);
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    /** A port of a variable that the operator sets. */
    int port(String name, int usual) {
        return variable(name)
                .map(text -> {
                    try {
                        int port = Integer.parseInt(text.strip());
                        if (port >= 0 && port <= 65_535) {
                            return port;
                        }
                    } catch (NumberFormatException e) {
                        // told below
                    }
                    throw new BadInput(name + " = '" + text + "' is not a port; use 0 to 65535");
                })
                .orElse(usual);
    }
}
