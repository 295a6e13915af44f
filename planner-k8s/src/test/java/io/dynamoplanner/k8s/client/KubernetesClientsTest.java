package io.dynamoplanner.k8s.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesClientsTest {
    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        server.init();
    }

    @AfterEach
    void stop() {
        server.destroy();
    }

    @Test
    void theServerLearnsWhoAsks() throws InterruptedException {
        try (KubernetesClient client = client()) {
            client.pods().inNamespace("serving").withName("none").get();
        }

        assertThat(server.getLastRequest().getHeader("User-Agent")).isEqualTo("dynamo-planner/1.2.3");
    }

    @Test
    void everyAnswerIsCountedOnce() {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/serving/pods")
                .andReturn(200, new PodListBuilder().build())
                .once();
        server.expect()
                .delete()
                .withPath("/api/v1/namespaces/serving/pods/chat")
                .andReturn(403, "")
                .once();
        try (KubernetesClient client = client()) {
            client.pods().inNamespace("serving").list();
            client.pods().inNamespace("serving").withName("none").get();
            assertThatThrownBy(() -> client.pods()
                            .inNamespace("serving")
                            .withName("chat")
                            .delete())
                    .isInstanceOf(KubernetesClientException.class);
        }

        assertThat(requests)
                .containsExactly(
                        new ApiRequest("list", "pods", 200),
                        new ApiRequest("get", "pods", 404),
                        new ApiRequest("delete", "pods", 403));
    }

    @Test
    void anAnswerThatDoesNotComeIsCountedToo() {
        try (KubernetesClient client = KubernetesClients.open(
                new ConfigBuilder(config()).withMasterUrl("http://127.0.0.1:1").build(), "1.2.3", requests::add)) {
            assertThatThrownBy(() -> client.pods().inNamespace("serving").list())
                    .isInstanceOf(KubernetesClientException.class);
        }

        assertThat(requests).isNotEmpty().allMatch(new ApiRequest("list", "pods", 0)::equals);
    }

    private KubernetesClient client() {
        return KubernetesClients.open(config(), "1.2.3", requests::add);
    }

    private Config config() {
        try (KubernetesClient client = server.createClient()) {
            return client.getConfiguration();
        }
    }
}
