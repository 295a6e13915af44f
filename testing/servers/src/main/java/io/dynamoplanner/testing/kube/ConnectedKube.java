package io.dynamoplanner.testing.kube;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A server that is reached with the connection of an administrator, wherever it runs. */
final class ConnectedKube implements KubeServer {
    private static final long TOKEN_SECONDS = 3600;

    private final Config connection;
    private final KubernetesClient admin;
    private final Supplier<AuditLog> audit;
    private final List<String> namespaces = new CopyOnWriteArrayList<>();

    private ConnectedKube(Config connection, KubernetesClient admin, Supplier<AuditLog> audit) {
        this.connection = connection;
        this.admin = admin;
        this.audit = audit;
    }

    /**
     * Connects, and installs Dynamo's resource definitions where the server does not have them.
     *
     * @param audit throws if this server has no log that can be read
     */
    static ConnectedKube to(Config connection, Supplier<AuditLog> audit) {
        KubernetesClient admin =
                new KubernetesClientBuilder().withConfig(connection).build();
        DynamoDefinitions.install(admin);
        return new ConnectedKube(connection, admin, audit);
    }

    @Override
    public String url() {
        return connection.getMasterUrl();
    }

    @Override
    public KubernetesClient admin() {
        return admin;
    }

    @Override
    public String newNamespace(String prefix) {
        Namespace wanted = new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName(prefix + "-")
                .endMetadata()
                .build();
        String name = admin.namespaces().resource(wanted).create().getMetadata().getName();
        namespaces.add(name);
        return name;
    }

    @Override
    public KubernetesClient as(String namespace, String serviceAccount) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(connection.getMasterUrl())
                .withCaCertData(connection.getCaCertData())
                .withCaCertFile(connection.getCaCertFile())
                .withTrustCerts(connection.isTrustCerts())
                .withOauthToken(token(namespace, serviceAccount))
                .withNamespace(namespace)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public void allow(
            String namespace, String serviceAccount, String group, List<String> resources, List<String> verbs) {
        new Rights(namespace, serviceAccount, group, resources, verbs).grant(admin);
    }

    @Override
    public String kubeconfig(String namespace, String serviceAccount) {
        return Kubeconfig.text(connection, namespace, token(namespace, serviceAccount));
    }

    @Override
    public AuditLog audit() {
        return audit.get();
    }

    /** Deletes the namespaces that were created here, without waiting for the end of it. */
    void deleteNamespaces() {
        for (String namespace : namespaces) {
            admin.namespaces().withName(namespace).delete();
        }
    }

    private String token(String namespace, String serviceAccount) {
        admin.serviceAccounts()
                .inNamespace(namespace)
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(serviceAccount)
                        .endMetadata()
                        .build())
                .serverSideApply();
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_SECONDS)
                .endSpec()
                .build();
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }
}
