package io.dynamoplanner.power.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Clients that read the kinds of this package. */
public final class KubeClients {
    private static final int CONNECT_MILLIS = 5_000;
    /** More than the API server takes before it gives up itself, so that its answer is heard. */
    private static final int REQUEST_MILLIS = 25_000;

    private KubeClients() {}

    /** A client of the cluster that the environment gives access to: the service account of the pod, else a kubeconfig. */
    public static KubernetesClient open(ApiTally tally) {
        return open(Config.autoConfigure(null), tally);
    }

    /** The same with settings that the caller has. */
    public static KubernetesClient open(Config config, ApiTally tally) {
        var serialization = new KubernetesSerialization(new ObjectMapper(), false);
        serialization.registerKubernetesResource(PodMeta.class);
        serialization.registerKubernetesResource(NodeMeta.class);
        serialization.registerKubernetesResource(ControlMap.class);
        // How a watch learns that its version is gone and that it has to list again. Unknown, it would try for ever.
        serialization.registerKubernetesResource(Status.class);
        Config ours = new ConfigBuilder(config)
                .withUserAgent("dynamo-power-agent")
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                // a watch tries again by itself; a second hidden retry would only delay what it learns
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(ours)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor(ApiTally.NAME, tally))
                .withKubernetesSerialization(serialization)
                .build();
    }
}
