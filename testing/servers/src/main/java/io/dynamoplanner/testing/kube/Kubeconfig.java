package io.dynamoplanner.testing.kube;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;

/** The text of a kubeconfig file. */
final class Kubeconfig {
    private static final String NAME = "test";

    private Kubeconfig() {}

    static String text(Config server, String namespace, String token) {
        return Serialization.asYaml(new ConfigBuilder()
                .withApiVersion("v1")
                .withKind("Config")
                .addNewCluster()
                .withName(NAME)
                .withNewCluster()
                .withServer(server.getMasterUrl())
                .withCertificateAuthorityData(server.getCaCertData())
                .withCertificateAuthority(server.getCaCertFile())
                .endCluster()
                .endCluster()
                .addNewUser()
                .withName(NAME)
                .withNewUser()
                .withToken(token)
                .endUser()
                .endUser()
                .addNewContext()
                .withName(NAME)
                .withNewContext()
                .withCluster(NAME)
                .withUser(NAME)
                .withNamespace(namespace)
                .endContext()
                .endContext()
                .withCurrentContext(NAME)
                .build());
    }
}
