package io.dynamoplanner.k8s.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.k8s.client.KubernetesClients;
import io.dynamoplanner.k8s.client.RequestListener;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.testing.Await;
import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An API server in memory, of which a test says what it serves and what it answers to the planner. What the test itself
 * sends is always carried out.
 */
final class MockCluster implements AutoCloseable {
    static final Set<String> ALL = Set.of(ServedKinds.GRAPHS, ServedKinds.ADAPTERS, ServedKinds.WORKERS);

    private static final Map<String, String> KINDS = Map.of(
            ServedKinds.GRAPHS, "DynamoGraphDeployment",
            ServedKinds.ADAPTERS, "DynamoGraphDeploymentScalingAdapter",
            ServedKinds.WORKERS, "DynamoWorkerMetadata");

    private final Map<GraphApi, Set<String>> served = new ConcurrentHashMap<>();
    private final Map<String, Function<RecordedRequest, @Nullable MockResponse>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final KubernetesMockServer server;
    private final KubernetesClient admin;
    private final List<KubernetesClient> clients = new ArrayList<>();

    /** Serves everything in both versions, workers in the one that they have. */
    MockCluster() {
        serve(GraphApi.V1BETA1, Set.of(ServedKinds.GRAPHS, ServedKinds.ADAPTERS));
        serve(GraphApi.V1ALPHA1, ALL);
        var crud = new KubernetesCrudDispatcher(List.of());
        server = new KubernetesMockServer(
                new Context(new ObjectMapper()),
                new MockWebServer(),
                new HashMap<>(),
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        return answer(request, crud);
                    }
                },
                false);
        for (GraphApi api : GraphApi.values()) {
            for (var kind : KINDS.entrySet()) {
                crud.expectCustomResource(new CustomResourceDefinitionContext.Builder()
                        .withGroup(GraphApi.GROUP)
                        .withVersion(api.version())
                        .withKind(kind.getValue())
                        .withPlural(kind.getKey())
                        .withScope("Namespaced")
                        .build());
            }
        }
        server.init();
        admin = KubernetesClients.open(
                server.createClient(builder -> {}).getConfiguration(), "admin", RequestListener.none());
    }

    /** Says which kinds there are of a version; none at all is a version that is not served. */
    void serve(GraphApi api, Set<String> plurals) {
        served.put(api, plurals);
    }

    /** Answers requests for a kind by the planner with an error, until {@link #answer} says otherwise. */
    void refuse(String plural, int status, String message) {
        answers.put(plural, request -> error(status, message));
    }

    /** Answers requests for a kind by the planner; null for what is in the cluster. */
    void answer(String plural, Function<RecordedRequest, @Nullable MockResponse> answer) {
        answers.put(plural, answer);
    }

    void answerTruly(String plural) {
        answers.remove(plural);
    }

    static MockResponse error(int status, String message) {
        return new MockResponse()
                .setResponseCode(status)
                .setBody(Serialization.asJson(new StatusBuilder()
                        .withCode(status)
                        .withMessage(message)
                        .build()));
    }

    /** A client that may do everything. */
    KubernetesClient admin() {
        return admin;
    }

    /** A client of the planner. */
    KubernetesClient planner() {
        return planner(RequestListener.none());
    }

    KubernetesClient planner(RequestListener listener) {
        Config impatient = new ConfigBuilder(admin.getConfiguration())
                .withWatchReconnectInterval(50)
                .build();
        KubernetesClient client = KubernetesClients.open(impatient, "test", listener);
        clients.add(client);
        return client;
    }

    /** Paths that the planner has asked for. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Waits until the planner watches a kind. */
    void awaitWatch(String plural) {
        Await.until(
                "watch of " + plural,
                () -> requests.stream().anyMatch(path -> path.contains(plural) && path.contains("watch=true")));
    }

    private MockResponse answer(RecordedRequest request, Dispatcher crud) {
        String path = request.getPath();
        if (path.equals("/apis/" + GraphApi.GROUP)) {
            return group();
        }
        for (GraphApi api : GraphApi.values()) {
            if (path.equals("/apis/" + api.apiVersion())) {
                return kinds(api);
            }
        }
        if (String.valueOf(request.getHeader("User-Agent")).equals("dynamo-planner/test")) {
            requests.add(path);
            for (var entry : answers.entrySet()) {
                if (path.matches(".*/" + entry.getKey() + "([/?].*)?")) {
                    MockResponse answer = entry.getValue().apply(request);
                    if (answer != null) {
                        return answer;
                    }
                }
            }
        }
        return crud.dispatch(request);
    }

    /** A watch on which nothing ever comes. */
    static MockResponse silence() {
        return new MockResponse().withWebSocketUpgrade(new WebSocketListener() {});
    }

    private MockResponse group() {
        List<GraphApi> versions = Arrays.stream(GraphApi.values())
                .filter(api -> !served.getOrDefault(api, Set.of()).isEmpty())
                .toList();
        if (versions.isEmpty()) {
            return error(404, "the server could not find the requested resource");
        }
        var group = new APIGroupBuilder().withName(GraphApi.GROUP);
        // The older one first: the server's order is not the planner's preference.
        for (int i = versions.size() - 1; i >= 0; i--) {
            group.addNewVersion(versions.get(i).apiVersion(), versions.get(i).version());
        }
        return new MockResponse().setResponseCode(200).setBody(Serialization.asJson(group.build()));
    }

    private MockResponse kinds(GraphApi api) {
        var list = new APIResourceListBuilder().withGroupVersion(api.apiVersion());
        for (String plural : served.getOrDefault(api, Set.of())) {
            list.addNewResource()
                    .withName(plural)
                    .withKind(KINDS.get(plural))
                    .withNamespaced(true)
                    .endResource();
        }
        return new MockResponse().setResponseCode(200).setBody(Serialization.asJson(list.build()));
    }

    @Override
    public void close() {
        clients.forEach(KubernetesClient::close);
        admin.close();
        try {
            server.destroy();
        } catch (IllegalStateException e) {
            // It waits ten seconds for its own threads, which on a busy machine is not always enough; they are daemons.
            System.err.println("The mock server did not stop in time: " + e.getMessage());
        }
    }
}
