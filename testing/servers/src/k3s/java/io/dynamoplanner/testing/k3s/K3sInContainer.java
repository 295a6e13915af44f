package io.dynamoplanner.testing.k3s;

import io.dynamoplanner.testing.kube.ClusterSource;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * k3s in a container: a complete small cluster. Needs a container engine; {@code K3S_IMAGE} names another release.
 *
 * <p>Nobody stops it here: Testcontainers removes its containers when the JVM has ended.
 */
public final class K3sInContainer implements ClusterSource {
    private static final String IMAGE = "rancher/k3s:v1.34.3-k3s1";

    @Override
    public String kubeconfig() {
        String image = System.getenv().getOrDefault("K3S_IMAGE", IMAGE);
        var k3s = new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"));
        k3s.start();
        return k3s.getKubeConfigYaml();
    }
}
