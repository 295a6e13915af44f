package io.dynamoplanner.k8s.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRequestTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/namespaces/serving/pods, list, pods",
        "GET, /api/v1/namespaces/serving/pods?watch=true&resourceVersion=1, watch, pods",
        "GET, /api/v1/pods, list, pods",
        "GET, /api/v1/namespaces/serving/pods/chat-0, get, pods",
        "GET, /api/v1/namespaces, list, namespaces",
        "GET, /api/v1/namespaces/serving, get, namespaces",
        "POST, /apis/events.k8s.io/v1/namespaces/serving/events, create, events",
        "PATCH, /apis/nvidia.com/v1beta1/namespaces/s/adapters/a/scale, patch, adapters/scale",
        "PUT, /apis/coordination.k8s.io/v1/namespaces/s/leases/planner, update, leases",
        "DELETE, /api/v1/namespaces/serving/pods/chat-0, delete, pods",
        "DELETE, /api/v1/namespaces/serving/pods, deletecollection, pods",
        "GET, /apis/nvidia.com, get, ''",
        "GET, /apis/nvidia.com/v1beta1, get, ''",
        "GET, /version, get, ''",
        "GET, /, get, ''",
        "GET, /k8s/clusters/c-1/apis/nvidia.com/v1beta1/graphs/chat, get, graphs"
    })
    void aRequestIsNamedAsAccessRulesNameIt(String method, String path, String verb, String resource) {
        assertThat(ApiRequest.of(method, URI.create("https://cluster" + path), 200))
                .isEqualTo(new ApiRequest(verb, resource, 200));
    }
}
