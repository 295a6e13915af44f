package io.dynamoplanner.power.command;

import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiServer;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.api.ServiceAccount;
import io.dynamoplanner.power.kubeconfig.Kubeconfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of how the API server is found. */
final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            defaultValue = "${env:KUBECONFIG:-}",
            paramLabel = "FILE",
            description =
                    "Variable KUBECONFIG. Default: the service account of the pod, outside of a pod ~/.kube/config.")
    private String kubeconfig = "";

    @Option(
            names = "--service-account",
            defaultValue = ServiceAccount.FOLDER,
            paramLabel = "FOLDER",
            description = "Where token and ca.crt of the pod's service account are. Default: ${DEFAULT-VALUE}.")
    private Path serviceAccount = Path.of("");

    ApiClient client(ApiTally tally) {
        return new ApiClient(server(System.getenv()), tally);
    }

    private ApiServer server(Map<String, String> environment) {
        if (!kubeconfig.isBlank()) {
            return Kubeconfig.read(Arrays.stream(kubeconfig.split(File.pathSeparator, -1))
                            .filter(name -> !name.isBlank())
                            .map(Path::of)
                            .toList())
                    .server();
        }
        Optional<ApiServer> ofPod;
        try {
            ofPod = ServiceAccount.find(environment, serviceAccount);
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
        Path usual = Path.of(System.getProperty("user.home"), ".kube", "config");
        if (ofPod.isEmpty() && !Files.exists(usual)) {
            throw new BadInput("there is no cluster to ask: no service account at " + serviceAccount
                    + " and no kubeconfig at " + usual + "; run in a pod, or name a file with --kubeconfig");
        }
        return ofPod.orElseGet(() -> Kubeconfig.read(List.of(usual)).server());
    }
}
