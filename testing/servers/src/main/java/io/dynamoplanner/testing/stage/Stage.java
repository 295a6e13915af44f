package io.dynamoplanner.testing.stage;

import io.dynamoplanner.testing.Checkout;
import io.dynamoplanner.testing.kube.ChatGraph;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.OperatorStandIn;
import io.dynamoplanner.testing.process.ScratchFolder;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import io.dynamoplanner.testing.prometheus.ScrapeTarget;
import io.dynamoplanner.testing.prometheus.ScriptedFrontend;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a planner finds around it, in a namespace of its own: an operator that follows the counts, a frontend under a load
 * that can be changed, a Prometheus that scrapes it every second, and an account with the rights of the shipped Role.
 */
public final class Stage implements AutoCloseable {
    private static final String ACCOUNT = "dynamo-planner";

    private final KubeServer kube;
    private final String namespace;
    private final OperatorStandIn operator;
    private final ScriptedFrontend frontend;
    private final PrometheusServer prometheus;
    private final ScratchFolder folder;

    /**
     * Sets it up; the graph does not exist yet.
     *
     * @param replicas how the replicas of the graph come about
     */
    public Stage(KubeServer kube, OperatorStandIn.Replicas replicas) {
        this.kube = kube;
        this.namespace = kube.newNamespace("stage");
        grantShippedRole();
        this.operator = OperatorStandIn.start(kube.admin(), namespace, replicas);
        this.frontend = new ScriptedFrontend(ChatGraph.MODEL, 5, 3000, 150);
        var target = new ScrapeTarget(
                frontend.address(),
                Map.of(
                        "dynamo_namespace",
                        namespace + "-" + ChatGraph.NAME,
                        "namespace",
                        namespace,
                        "pod",
                        ChatGraph.NAME + "-frontend-0"));
        this.prometheus = PrometheusServer.scraping(List.of(target), Duration.ofSeconds(1));
        this.folder = ScratchFolder.create("stage-");
    }

    private void grantShippedRole() {
        Path file = Checkout.find("deploy/rbac.yaml").orElseThrow();
        try (InputStream manifest = Files.newInputStream(file)) {
            for (HasMetadata object : kube.admin().load(manifest).items()) {
                if (object instanceof Role role) {
                    role.getRules()
                            .forEach(rule -> rule.getApiGroups()
                                    .forEach(group -> kube.allow(
                                            namespace, ACCOUNT, group, rule.getResources(), rule.getVerbs())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Namespace of the graph. */
    public String namespace() {
        return namespace;
    }

    /** User name of the planner in the audit log. */
    public String user() {
        return "system:serviceaccount:" + namespace + ":" + ACCOUNT;
    }

    /** The graph. */
    public ChatGraph graph() {
        return new ChatGraph(kube.admin(), namespace);
    }

    /** What generates load. */
    public ScriptedFrontend frontend() {
        return frontend;
    }

    /** What the planner asks for traffic. */
    public PrometheusServer prometheus() {
        return prometheus;
    }

    /** The text of a kubeconfig file of the planner. */
    public String kubeconfig() {
        return kube.kubeconfig(namespace, ACCOUNT);
    }

    /** Starts a planner in a process of its own. */
    public PlannerProgram launch(PlannerProgram.Launch launch, PlannerProgram.Settings settings) {
        return PlannerProgram.start(launch, settings, this, folder);
    }

    @Override
    public void close() {
        operator.close();
        prometheus.close();
        frontend.close();
        folder.close();
    }
}
