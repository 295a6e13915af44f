package io.dynamoplanner.k8s.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to reach the cluster and which namespace is meant, from the environment of the process.
 *
 * <p>Of these the first that is there: the files that {@code KUBECONFIG} names, the service account of the pod, the file
 * {@code ~/.kube/config}.
 */
public final class ClusterAccess {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Map<String, String> environment;
    private final Path serviceAccount;

    /** Access as this environment gives it. */
    public static ClusterAccess of(Map<String, String> environment) {
        return new ClusterAccess(environment, SERVICE_ACCOUNT);
    }

    ClusterAccess(Map<String, String> environment, Path serviceAccount) {
        this.environment = Map.copyOf(environment);
        this.serviceAccount = serviceAccount;
    }

    /**
     * A namespace and who named it.
     *
     * @param source {@code POD_NAMESPACE} for instance
     */
    public record Namespace(String name, String source) {
        public Namespace {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(source, "source");
        }
    }

    /**
     * The namespace of the graph: as configured, else of the variable {@code DYN_PARENT_DGD_K8S_NAMESPACE}, else of
     * {@code POD_NAMESPACE}, else that of the service account, else that of the kubeconfig's context.
     *
     * @param configured what flags or files say
     * @throws IllegalArgumentException if nothing names one; says how to
     */
    public Namespace namespace(Optional<String> configured) {
        return configured
                .map(name -> new Namespace(name, "configuration"))
                .or(() -> namespaceIn("DYN_PARENT_DGD_K8S_NAMESPACE"))
                .or(() -> namespaceIn("POD_NAMESPACE"))
                .or(this::ofServiceAccountFile)
                .orElseGet(this::ofContext);
    }

    private Optional<Namespace> namespaceIn(String variable) {
        return variable(variable).map(name -> new Namespace(name, variable));
    }

    private Optional<Namespace> ofServiceAccountFile() {
        Path file = serviceAccount.resolve("namespace");
        return Files.isReadable(file) ? Optional.of(new Namespace(read(file), file.toString())) : Optional.empty();
    }

    private Namespace ofContext() {
        List<File> files = kubeconfigs();
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "no namespace: neither configured, nor in DYN_PARENT_DGD_K8S_NAMESPACE, nor in"
                            + " POD_NAMESPACE, nor in the files of a service account; set one of them");
        }
        // A context without a namespace means "default", as it does for kubectl.
        String name = Objects.requireNonNullElse(fromFiles(files).getNamespace(), "default");
        return new Namespace(name, "context of " + files.get(0));
    }

    /**
     * The settings of a client.
     *
     * @throws IllegalArgumentException if there is no way to a cluster; says how to give one
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if a kubeconfig file cannot be understood
     */
    Config config() {
        List<File> files = kubeconfigs();
        if (files.isEmpty() && !inCluster()) {
            throw new IllegalArgumentException(
                    "no cluster: KUBECONFIG is not set, there is no ~/.kube/config, and this is no pod"
                            + " with a service account; set KUBECONFIG to a file");
        }
        Config config = files.isEmpty() ? ofServiceAccount() : fromFiles(files);
        if (config.getHttpsProxy() == null) {
            variable("HTTPS_PROXY").or(() -> variable("https_proxy")).ifPresent(config::setHttpsProxy);
        }
        variable("NO_PROXY")
                .or(() -> variable("no_proxy"))
                .ifPresent(hosts -> config.setNoProxy(parts(hosts, ",").toArray(String[]::new)));
        return config;
    }

    private boolean inCluster() {
        return environment.containsKey("KUBERNETES_SERVICE_HOST") && Files.isReadable(tokenFile());
    }

    private Config ofServiceAccount() {
        String host = Objects.requireNonNull(environment.get("KUBERNETES_SERVICE_HOST"));
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
                .withCaCertFile(serviceAccount.resolve("ca.crt").toString())
                // The token of a pod is replaced every hour or so; the file always has the one that counts.
                .withOauthTokenProvider(() -> read(tokenFile()))
                .build();
    }

    private static Config fromFiles(List<File> files) {
        Config config = Config.empty();
        KubeConfigUtils.merge(
                config,
                null,
                files.stream()
                        .map(file -> parsed(read(file.toPath())))
                        .toArray(io.fabric8.kubernetes.api.model.Config[]::new));
        return config;
    }

    /** The client's own way to parse loads the classes of all kinds that there are, which takes a fifth of a second. */
    private static io.fabric8.kubernetes.api.model.Config parsed(String kubeconfig) {
        return new KubernetesSerialization(new ObjectMapper(), false)
                .unmarshal(kubeconfig, io.fabric8.kubernetes.api.model.Config.class);
    }

    /** The files in force; none if the service account is. */
    private List<File> kubeconfigs() {
        Optional<String> named = variable("KUBECONFIG");
        if (named.isPresent()) {
            List<File> files = parts(named.get(), File.pathSeparator)
                    .map(File::new)
                    .filter(File::isFile)
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException("KUBECONFIG: there is no file " + named.get());
            }
            return files;
        }
        if (inCluster()) {
            return List.of();
        }
        return variable("HOME").map(home -> Path.of(home, ".kube", "config").toFile()).filter(File::isFile).stream()
                .toList();
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::trim).filter(value -> !value.isEmpty());
    }

    private static Stream<String> parts(String list, String separator) {
        return Arrays.stream(list.split(separator, -1)).map(String::trim).filter(part -> !part.isEmpty());
    }

    private Path tokenFile() {
        return serviceAccount.resolve("token");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
