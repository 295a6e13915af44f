package io.dynamoplanner.k8s.client;

import io.dynamoplanner.k8s.resource.PlannerKinds;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;

/** Makes clients of the API server, all with the same habits. */
public final class KubernetesClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /** One quick retry hides a connection that was closed while idle; what lasts longer is for the callers to see. */
    private static final int RETRIES = 1;

    private KubernetesClients() {}

    /**
     * A client of the cluster that the environment gives access to. Nothing is sent yet. The caller closes it.
     *
     * @param version of this program, for the user agent
     * @throws IllegalArgumentException if there is no way to a cluster; says how to give one
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if a kubeconfig or a certificate cannot be understood
     */
    public static KubernetesClient open(ClusterAccess access, String version, RequestListener listener) {
        return open(access.config(), version, listener);
    }

    /** The same with settings that the caller has: address, certificates and credentials are taken over. */
    public static KubernetesClient open(Config config, String version, RequestListener listener) {
        Config ours = new ConfigBuilder(config)
                .withUserAgent("dynamo-planner/" + version)
                .withConnectionTimeout((int) CONNECT_TIMEOUT.toMillis())
                .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                .withRequestRetryBackoffLimit(RETRIES)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(ours)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor(RequestWatcher.NAME, new RequestWatcher(listener)))
                .withKubernetesSerialization(PlannerKinds.serialization())
                .build();
    }
}
